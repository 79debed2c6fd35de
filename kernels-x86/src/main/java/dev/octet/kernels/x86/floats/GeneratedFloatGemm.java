package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@link FloatGemm} by generated code. A is read where it lies if its rows have no gaps; B is
 * packed in panels that {@link FloatTileEmitter} draws.
 */
public final class GeneratedFloatGemm implements FloatGemm {
  private final Caller caller;
  private final Isa isa;
  private final FloatTileCodes codes;

  /** Of rows and of lines, for one vector of columns and for two. */
  private final List<Code> packers;

  private GeneratedFloatGemm(Caller caller, Isa isa, FloatTileCodes codes, List<Code> packers) {
    this.caller = caller;
    this.isa = isa;
    this.codes = codes;
    this.packers = packers;
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
    List<Code> packers =
        memory.later(
            List.of(
                new PackFloatRows(isa, 1),
                new PackFloatLines(isa, 1),
                new PackFloatRows(isa, 2),
                new PackFloatLines(isa, 2)));
    return new GeneratedFloatGemm(caller, isa, new FloatTileCodes(memory), packers);
  }

  @Override
  public int packedSize(int n, int k) {
    return Math.multiplyExact(Math.multiplyExact(panels(n), columns(n)), k);
  }

  /** The vectors of columns of a panel, which depend on the columns that there are. */
  private int vectors(int n) {
    return n <= isa.lanes() ? 1 : 2;
  }

  /** Up to so many columns a panel has one vector of them. */
  int fewColumns() {
    return isa.lanes();
  }

  private int columns(int n) {
    return vectors(n) * isa.lanes();
  }

  int rows() {
    return FloatTileKey.maxRows(isa);
  }

  private int panels(int n) {
    return (n + columns(n) - 1) / columns(n);
  }

  @Override
  public FloatPanels pack(FloatMatrix b, float[] into) {
    int n = b.rows();
    int columns = columns(n);
    long bytes = 4L * columns * b.cols();
    for (int panel = 0; panel < panels(n) && b.cols() > 0; panel++) {
      int row = panel * columns;
      MemorySegment to = MemorySegment.ofArray(into).asSlice(panel * bytes, bytes);
      pack(b, row, Math.min(columns, n - row), vectors(n), to);
    }
    return new FloatPanels(into, n, b.cols());
  }

  private void pack(FloatMatrix b, int row, int rows, int vectors, MemorySegment panel) {
    Code packRows = packers.get(2 * vectors - 2);
    Code packLines = packers.get(2 * vectors - 1);
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
      pack(FloatMatrix.of(dense, 0, rows, b.cols()), 0, rows, vectors, panel);
    }
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
    FloatRows rows = new FloatRows.Strided(a.array(), a.offset(), a.rowStride(), a.rows());
    run(rows, b, FloatStage.of(bias, c.array(), c.offset(), c.rowStride()), 0, context);
  }

  /** Multiplies rows, from a column of the stage on. */
  void run(
      FloatRows rows, FloatPanels b, FloatStage stage, int firstColumn, KernelContext context) {
    FloatTileKey key =
        new FloatTileKey(
            isa, rows instanceof FloatRows.Offsets, FloatTileKey.Stage.of(stage), vectors(b.n()));
    new FloatRun(caller, codes, key, rows, b, stage, firstColumn).run(context);
  }
}
