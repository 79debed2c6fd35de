package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.Schedule;
import dev.octet.kernels.x86.product.Tiles;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@link FloatGemm} by generated code. A is read where it lies if its rows have no gaps; B is
 * packed in panels that {@link FloatTileEmitter} draws.
 */
public final class GeneratedFloatGemm implements FloatGemm {
  /** Multiply-accumulates of a call: at most some 100 µs. */
  static final long CALL = 10_000_000;

  private final Caller caller;
  private final FloatTileKey key;
  private final FloatTileCodes codes;
  private final Code packRows;
  private final Code packLines;

  private GeneratedFloatGemm(
      Caller caller, FloatTileKey key, FloatTileCodes codes, Code packRows, Code packLines) {
    this.caller = caller;
    this.key = key;
    this.codes = codes;
    this.packRows = packRows;
    this.packLines = packLines;
  }

  /**
   * Makes a kernel.
   *
   * @param isa instructions to use
   * @param memory where code goes
   * @param caller how it is called
   * @return a kernel
   */
  public static GeneratedFloatGemm of(Isa isa, CodeMemory memory, Caller caller) {
    List<Code> packers = memory.install(List.of(new PackFloatRows(isa), new PackFloatLines(isa)));
    return new GeneratedFloatGemm(
        caller,
        new FloatTileKey(isa, false, FloatTileKey.Stage.SUM),
        new FloatTileCodes(memory),
        packers.get(0),
        packers.get(1));
  }

  @Override
  public int packedSize(int n, int k) {
    return Math.multiplyExact(Math.multiplyExact(panels(n), key.columns()), k);
  }

  private int panels(int n) {
    return (n + key.columns() - 1) / key.columns();
  }

  @Override
  public FloatPanels pack(FloatMatrix b, float[] into) {
    for (int panel = 0; panel < panels(b.rows()) && b.cols() > 0; panel++) {
      int row = panel * key.columns();
      pack(b, row, Math.min(key.columns(), b.rows() - row), panel(into, panel, 1, b.cols()));
    }
    return new FloatPanels(into, b.rows(), b.cols());
  }

  private MemorySegment panel(float[] array, int first, int count, int k) {
    long bytes = 4L * key.columns() * k;
    return MemorySegment.ofArray(array).asSlice(first * bytes, count * bytes);
  }

  private void pack(FloatMatrix b, int row, int rows, MemorySegment panel) {
    int offset = b.offset() + row * b.rowStride();
    if (b.colStride() == 1 || b.cols() == 1) {
      long stride = 4L * b.rowStride();
      long n = (rows - 1L) * b.rowStride() + b.cols();
      caller.call(packRows, Runs.of(b.array(), offset, n), b.cols(), panel, rows, stride, 0, 0);
    } else if (b.rowStride() == 1 || rows == 1) {
      long stride = 4L * b.colStride();
      long n = (b.cols() - 1L) * b.colStride() + rows;
      caller.call(packLines, Runs.of(b.array(), offset, n), b.cols(), panel, rows, stride, 0, 0);
    } else {
      float[] dense = dense(b, row, rows, new float[rows * b.cols()]);
      pack(FloatMatrix.of(dense, 0, rows, b.cols()), 0, rows, panel);
    }
  }

  /** Some columns of some rows. */
  private static MemorySegment rows(FloatMatrix x, int row, int rows, int column, int columns) {
    long first = x.offset() + (long) row * x.rowStride() + column;
    return Runs.of(x.array(), first, (rows - 1L) * x.rowStride() + columns);
  }

  /** Rows without gaps. */
  private static float[] dense(FloatMatrix x, int row, int rows, float[] to) {
    for (int i = 0; i < rows; i++) {
      int from = x.offset() + (row + i) * x.rowStride();
      int at = i * x.cols();
      for (int p = 0; p < x.cols(); p++) {
        to[at + p] = x.array()[from + p * x.colStride()];
      }
    }
    return to;
  }

  @Override
  public void multiply(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    if (a.rows() == 0 || b.n() == 0) {
      return;
    }
    if (a.colStride() == 1 || a.cols() <= 1) {
      product(a, b, bias, c, context);
      return;
    }
    float[] copy = context.floats(a.rows() * a.cols());
    dense(a, 0, a.rows(), copy);
    product(FloatMatrix.of(copy, 0, a.rows(), a.cols()), b, bias, c, context);
    context.release(copy);
  }

  private void product(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    int k = b.k();
    Tiles tiles = Tiles.of(a.rows(), key.maxRows());
    new Schedule(tiles, key.maxRows(), b.n(), key.columns(), 4L * k, k, CALL)
        .run(
            context,
            FloatTileParams.COUNT,
            (all, from, end, firstPanel, panels, p) -> {
              int row = all.firstRow(from);
              int rows = all.firstRow(end) - row;
              int column = firstPanel * key.columns();
              int columns = Math.min(panels * key.columns(), b.n() - column);
              p[FloatTileParams.DEPTH] = k;
              p[FloatTileParams.TAPS] = 1;
              p[FloatTileParams.TILES] = end - from;
              p[FloatTileParams.PANELS] = panels;
              p[FloatTileParams.A_STRIDE] = a.rowStride();
              p[FloatTileParams.C_STRIDE] = c.rowStride();
              p[FloatTileParams.X_STRIDE] = 0;
              p[FloatTileParams.LAST_COLUMNS] = columns - (panels - 1) * key.columns();
              caller.call(
                  codes.get(key, all.rowsOf(from)),
                  k == 0 ? Machine.NONE : rows(a, row, rows, 0, k),
                  panel(b.array(), firstPanel, panels, k),
                  MemorySegment.ofArray(p).asSlice(0, 4L * FloatTileParams.COUNT),
                  rows(c, row, rows, column, columns),
                  Runs.orNone(bias, column, columns),
                  Machine.NONE,
                  Machine.NONE,
                  Machine.NONE,
                  Machine.NONE,
                  Machine.NONE);
            });
  }
}
