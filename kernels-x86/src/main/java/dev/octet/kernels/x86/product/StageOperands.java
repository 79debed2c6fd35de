package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.TileKey.Stage;
import java.lang.foreign.MemorySegment;
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
  private final MemorySegment c;
  private final long cOffset;
  private final long cStride;
  private final float[] bias;
  private final float[] scales;
  private final MemorySegment x;
  private final long xOffset;

  /** Elements between rows of the second input; 0 where one input scale serves all rows. */
  private final long xStride;

  private final QStage source;
  private final float[] borrowedBias;
  private final float[] borrowedScales;

  private StageOperands(
      Stage stage,
      QStage source,
      MemorySegment c,
      long cOffset,
      long cStride,
      float[] bias,
      float[] scales,
      MemorySegment x,
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
    this.bias = borrowedBias == null ? bias : borrowedBias;
    this.scales = borrowedScales == null ? scales : borrowedScales;
    guarded =
        (stage == Stage.REQUANTIZE || stage == Stage.REQUANTIZE_ADD)
            && !(isSafe(this.bias, columns) && isSafe(this.scales, columns) && isSafe(source));
  }

  static StageOperands of(QStage source, int columns, KernelContext context) {
    return switch (source) {
      case QStage.Int32 s ->
          new StageOperands(
              Stage.INT32,
              s,
              MemorySegment.ofArray(s.c()),
              s.offset(),
              s.rowStride(),
              null,
              null,
              Machine.NONE,
              0,
              0,
              columns,
              context);
      case QStage.Requantize s ->
          new StageOperands(
              Stage.REQUANTIZE,
              s,
              MemorySegment.ofArray(s.c()),
              s.offset(),
              s.rowStride(),
              s.bias(),
              s.multipliers(),
              Machine.NONE,
              0,
              0,
              columns,
              context);
      case QStage.RequantizeAdd s ->
          new StageOperands(
              Stage.REQUANTIZE_ADD,
              s,
              MemorySegment.ofArray(s.c()),
              s.offset(),
              s.rowStride(),
              s.bias(),
              s.scales(),
              MemorySegment.ofArray(s.addend()),
              s.addendOffset(),
              s.addendStride(),
              columns,
              context);
      case QStage.Dequantize s ->
          new StageOperands(
              Stage.DEQUANTIZE,
              s,
              MemorySegment.ofArray(s.c()),
              s.offset(),
              s.rowStride(),
              s.bias(),
              s.weightScales(),
              MemorySegment.ofArray(s.inputScales()),
              0,
              s.perRow() ? 1 : 0,
              columns,
              context);
    };
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

  /** A block of C; also of the second input. */
  MemorySegment results(int row, int rows, int column, int columns) {
    return block(c, cOffset, cStride, stage.bytes(), row, rows, column, columns);
  }

  MemorySegment second(int row, int rows, int column, int columns) {
    return switch (stage) {
      case INT32, REQUANTIZE -> Machine.NONE;
      case REQUANTIZE_ADD -> block(x, xOffset, xStride, 1, row, rows, column, columns);
      case DEQUANTIZE -> block(x, xOffset, xStride, 4, row, rows, 0, 1);
    };
  }

  private static MemorySegment block(
      MemorySegment array,
      long offset,
      long stride,
      int bytes,
      int row,
      int rows,
      int column,
      int columns) {
    long from = offset + row * stride + column;
    return array.asSlice(from * bytes, ((rows - 1) * stride + columns) * bytes);
  }

  MemorySegment bias(int column, int columns) {
    return columns(bias, column, columns);
  }

  MemorySegment scales(int column, int columns) {
    return columns(scales, column, columns);
  }

  private MemorySegment columns(float[] values, int column, int columns) {
    return stage == Stage.INT32
        ? Machine.NONE
        : MemorySegment.ofArray(values).asSlice(4L * column, 4L * columns);
  }

  /** Writes the parameters of the stage. */
  void put(int[] p) {
    p[TileParams.C_STRIDE] = Math.toIntExact(cStride * stage.bytes());
    p[TileParams.X_STRIDE] = Math.toIntExact(stage == Stage.DEQUANTIZE ? 4 * xStride : xStride);
    switch (source) {
      case QStage.Int32 s -> {}
      case QStage.Requantize s -> putOutput(p, s.zeroPoint(), s.lo(), s.hi());
      case QStage.RequantizeAdd s -> {
        putOutput(p, s.zeroPoint(), s.lo(), s.hi());
        p[TileParams.X_FLIP] = s.addendUnsigned() ? 0 : 0x80808080;
        p[TileParams.X_ZERO_POINT] = s.addendZeroPoint() + (s.addendUnsigned() ? 0 : 128);
        p[TileParams.X_SCALE] = Float.floatToRawIntBits(s.addendScale());
        p[TileParams.OUT_INVERSE] = Float.floatToRawIntBits(s.inverseScale());
      }
      case QStage.Dequantize s -> {
        p[TileParams.RELU] = Float.floatToRawIntBits(s.relu() ? 0f : Float.NEGATIVE_INFINITY);
        p[TileParams.RELU_ZERO] = Float.floatToRawIntBits(s.relu() ? 0f : -0f);
      }
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
