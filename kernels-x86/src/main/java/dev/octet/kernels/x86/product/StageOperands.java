package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.product.TileKey.Stage;
import java.util.Arrays;

/**
 * An output stage as the micro-kernels want it: which one, its arrays, and its parameters. Rows and
 * columns of C are those of the {@link QStage}.
 */
final class StageOperands {
  /** Beyond this a sum of it and an accumulator might be infinite, and a product of that NaN. */
  private static final float SAFE = 1e30f;

  final Stage stage;
  final boolean guarded;
  final Object c;
  private final long cOffset;
  private final long cStride;
  final float[] bias;
  final float[] scales;
  final Object x;
  private final long xOffset;

  /** Elements between rows of the second input; 0 where one input scale serves all rows. */
  private final long xStride;

  private final QStage source;
  private final float[] borrowedBias;
  private final float[] borrowedScales;

  private StageOperands(
      Stage stage,
      QStage source,
      Object c,
      long cOffset,
      long cStride,
      float[] bias,
      float[] scales,
      Object x,
      long xOffset,
      long xStride,
      int columns,
      KernelContext context) {
    this.stage = stage;
    this.source = source;
    this.c = c;
    this.cOffset = cOffset;
    this.cStride = cStride;
    this.x = x;
    this.xOffset = xOffset;
    this.xStride = xStride;
    boolean real = stage != Stage.INT32;
    borrowedBias = real && bias == null ? filled(0f, columns, context) : null;
    borrowedScales =
        real && scales.length == 1 && columns > 1 ? filled(scales[0], columns, context) : null;
    this.bias = !real ? Caller.NO_FLOATS : borrowedBias == null ? bias : borrowedBias;
    this.scales = !real ? Caller.NO_FLOATS : borrowedScales == null ? scales : borrowedScales;
    guarded =
        (stage == Stage.REQUANTIZE || stage == Stage.REQUANTIZE_ADD)
            && !(isSafe(this.bias, columns) && isSafe(this.scales, columns) && isSafe(source));
  }

  static StageOperands of(QStage source, int columns, KernelContext context) {
    // Not a switch by type: each is linked at its first use, which costs milliseconds.
    if (source instanceof QStage.Requantize s) {
      return new StageOperands(
          Stage.REQUANTIZE,
          s,
          s.c(),
          s.offset(),
          s.rowStride(),
          s.bias(),
          s.multipliers(),
          Caller.NO_BYTES,
          0,
          0,
          columns,
          context);
    }
    if (source instanceof QStage.RequantizeAdd s) {
      return new StageOperands(
          Stage.REQUANTIZE_ADD,
          s,
          s.c(),
          s.offset(),
          s.rowStride(),
          s.bias(),
          s.scales(),
          s.addend(),
          s.addendOffset(),
          s.addendStride(),
          columns,
          context);
    }
    if (source instanceof QStage.Dequantize s) {
      return new StageOperands(
          Stage.DEQUANTIZE,
          s,
          s.c(),
          s.offset(),
          s.rowStride(),
          s.bias(),
          s.weightScales(),
          s.inputScales(),
          0,
          s.perRow() ? 1 : 0,
          columns,
          context);
    }
    QStage.Int32 s = (QStage.Int32) source;
    return new StageOperands(
        Stage.INT32,
        s,
        s.c(),
        s.offset(),
        s.rowStride(),
        null,
        null,
        Caller.NO_BYTES,
        0,
        0,
        columns,
        context);
  }

  private static float[] filled(float value, int n, KernelContext context) {
    float[] values = context.floats(n);
    Arrays.fill(values, 0, n, value);
    return values;
  }

  private static boolean isSafe(float[] values, int n) {
    boolean safe = true;
    for (int i = 0; i < n; i++) {
      safe &= Math.abs(values[i]) < SAFE;
    }
    return safe;
  }

  private static boolean isSafe(QStage source) {
    return !(source instanceof QStage.RequantizeAdd s)
        || (Math.abs(s.addendScale()) < SAFE && Math.abs(s.inverseScale()) < SAFE);
  }

  void release(KernelContext context) {
    if (borrowedBias != null) {
      context.release(borrowedBias);
    }
    if (borrowedScales != null) {
      context.release(borrowedScales);
    }
  }

  /** Where the bytes of a block of C begin. */
  long resultsFrom(int row, int column) {
    return (cOffset + row * cStride + column) * stage.bytes();
  }

  long resultsBytes(int rows, int columns) {
    return ((rows - 1) * cStride + columns) * stage.bytes();
  }

  /** Where a block's bytes begin in the second input, or in the input scales. */
  long secondFrom(int row, int column) {
    return switch (stage) {
      case INT32, REQUANTIZE -> 0;
      case REQUANTIZE_ADD -> xOffset + row * xStride + column;
      case DEQUANTIZE -> 4L * row * xStride;
    };
  }

  long secondBytes(int rows, int columns) {
    return switch (stage) {
      case INT32, REQUANTIZE -> 0;
      case REQUANTIZE_ADD -> (rows - 1) * xStride + columns;
      case DEQUANTIZE -> 4 * ((rows - 1) * xStride + 1);
    };
  }

  /** The bytes of what there is for each column: none if sums stay as they are. */
  long columnsBytes(int columns) {
    return stage == Stage.INT32 ? 0 : 4L * columns;
  }

  long columnsFrom(int column) {
    return stage == Stage.INT32 ? 0 : 4L * column;
  }

  /** Writes the parameters of the stage. */
  void put(int[] p) {
    p[TileParams.C_STRIDE] = Math.toIntExact(cStride * stage.bytes());
    p[TileParams.X_STRIDE] = Math.toIntExact(stage == Stage.DEQUANTIZE ? 4 * xStride : xStride);
    if (source instanceof QStage.Requantize s) {
      putOutput(p, s.zeroPoint(), s.lo(), s.hi());
    } else if (source instanceof QStage.RequantizeAdd s) {
      putOutput(p, s.zeroPoint(), s.lo(), s.hi());
      p[TileParams.X_FLIP] = s.addendUnsigned() ? 0 : 0x80808080;
      p[TileParams.X_ZERO_POINT] = s.addendZeroPoint() + (s.addendUnsigned() ? 0 : 128);
      p[TileParams.X_SCALE] = Float.floatToRawIntBits(s.addendScale());
      p[TileParams.OUT_INVERSE] = Float.floatToRawIntBits(s.inverseScale());
    } else if (source instanceof QStage.Dequantize s) {
      p[TileParams.RELU] = Float.floatToRawIntBits(s.relu() ? 0f : Float.NEGATIVE_INFINITY);
      p[TileParams.RELU_ZERO] = Float.floatToRawIntBits(s.relu() ? 0f : -0f);
    }
  }

  /** Results are made as unsigned bytes, and turned where they are signed. */
  private static void putOutput(int[] p, int zeroPoint, int lo, int hi) {
    int turn = lo < 0 ? 128 : 0;
    p[TileParams.OUT_ZERO_POINT] = (zeroPoint + turn & 0xffff) * 0x10001;
    p[TileParams.OUT_MOST] = Float.floatToRawIntBits(hi - zeroPoint);
    p[TileParams.OUT_LEAST] = (lo + turn) * 0x01010101;
    p[TileParams.OUT_FLIP] = turn == 0 ? 0 : 0x80808080;
  }
}
