package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * {@link QGemm} by generated code. A is read where it lies, unless its rows are not whole steps, or
 * lie multiples of 4 KiB apart, where they would share one set of the first-level cache; for AVX2
 * it becomes 16-bit integers less their zero points first.
 */
public final class NativeQGemm implements QGemm {
  private static final int PAGE = 4096;

  private final Isa isa;
  private final Caller caller;
  private final TileCodes codes;
  private final Panels.Packer packer;

  private NativeQGemm(Isa isa, Caller caller, TileCodes codes, Panels.Packer packer) {
    this.isa = isa;
    this.caller = caller;
    this.codes = codes;
    this.packer = packer;
  }

  /**
   * Makes a kernel.
   *
   * @param isa instructions to use
   * @param memory where code goes
   * @param caller how it is called
   * @return a kernel
   */
  public static NativeQGemm of(Isa isa, CodeMemory memory, Caller caller) {
    Panels.Packer packer =
        new Panels.Packer(
            isa, caller, memory.install(List.of(new PackKernel(isa))).getFirst());
    return new NativeQGemm(isa, caller, new TileCodes(memory), packer);
  }

  Isa isa() {
    return isa;
  }

  Caller caller() {
    return caller;
  }

  TileCodes codes() {
    return codes;
  }

  Panels.Packer packer() {
    return packer;
  }

  int steps(int k) {
    return (k + packer.perStep() - 1) / packer.perStep();
  }

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    return pack(b, offset, n, k, k, 1, unsigned, zeroPoints, Arena.ofAuto());
  }

  /** Packs rows of several taps, each of which is filled up to whole steps. */
  Panels pack(
      byte[] b,
      int offset,
      int n,
      int k,
      int perTap,
      int taps,
      boolean unsigned,
      int[] zeroPoints,
      Arena arena) {
    int steps = steps(perTap) * taps;
    int rowBytes = steps * packer.perStep();
    if (rowBytes == k) {
      return Panels.pack(
          packer, b, offset, n, k, steps, unsigned, zeroPoints, arena);
    }
    byte[] rows =
        Panels.whole(
            b, offset, n, taps, perTap, steps(perTap) * packer.perStep(), zeroPoints);
    return Panels.pack(packer, rows, 0, n, k, steps, unsigned, zeroPoints, arena);
  }

  @Override
  public QPanels pack(QMatrix b, KernelContext context) {
    byte[] rows = new byte[b.rows() * b.cols()];
    for (int i = 0; i < b.rows(); i++) {
      for (int j = 0; j < b.cols(); j++) {
        rows[i * b.cols() + j] = b.array()[b.offset() + i * b.rowStride() + j * b.colStride()];
      }
    }
    return pack(rows, 0, b.rows(), b.cols(), b.unsigned(), new int[] {b.zeroPoint()});
  }

  @Override
  public void release(QPanels b, KernelContext context) {}

  @Override
  public void multiply(QActivations a, QPanels b, QStage stage, KernelContext context) {
    Panels panels = (Panels) b;
    if (a.rows() == 0 || panels.n() == 0) {
      return;
    }
    StageOperands operands = StageOperands.of(stage, panels.n(), context);
    int flip = a.unsigned() ? 0 : 128;
    boolean rowZero = isa.hasDotProduct() && a.perRow();
    TileKey key =
        new TileKey(
            isa,
            false,
            operands.stage,
            isa.hasDotProduct() && !a.unsigned(),
            rowZero,
            panels.weightZero(),
            operands.guarded);
    int rowBytes = 4 * panels.steps();
    boolean copies =
        !isa.hasDotProduct() || rowBytes != a.cols() || (a.rows() > 1 && a.rowStride() % PAGE == 0);
    byte[] copy = copies ? copy(a, rowBytes, context) : null;
    int stride = copies ? copyStride(rowBytes) : a.rowStride();
    int[] rowZeros = rowZero ? rowZeros(a, flip, context) : null;
    TileRun.Rows rows =
        new TileRun.Rows.Strided(
            MemorySegment.ofArray(copies ? copy : a.array()),
            copies ? 0 : a.offset(),
            stride,
            rowBytes,
            a.rows());
    new TileRun(
            caller,
            codes,
            key,
            rows,
            rowZero ? 0 : a.zeroPoint(0) + flip,
            rowZeros,
            panels,
            operands,
            0)
        .run(context);
    if (copies) {
      context.release(copy);
    }
    if (rowZero && rowZeros != a.zeroPoints()) {
      context.release(rowZeros);
    }
    operands.release(context);
  }

  private static int copyStride(int rowBytes) {
    return rowBytes % PAGE == 0 ? rowBytes + 64 : rowBytes;
  }

  private int[] rowZeros(QActivations a, int flip, KernelContext context) {
    if (flip == 0) {
      return a.zeroPoints();
    }
    int[] zeros = context.ints(a.rows());
    for (int i = 0; i < a.rows(); i++) {
      zeros[i] = a.zeroPoints()[i] + flip;
    }
    return zeros;
  }

  /** Rows that are whole steps; what fills them up meets zero points. */
  private byte[] copy(QActivations a, int rowBytes, KernelContext context) {
    int stride = copyStride(rowBytes);
    byte[] rows = context.bytes(a.rows() * stride);
    for (int i = 0; i < a.rows(); i++) {
      int from = a.offset() + i * a.rowStride();
      int to = i * stride;
      if (isa.hasDotProduct()) {
        System.arraycopy(a.array(), from, rows, to, a.cols());
      } else {
        Widen.row(a.array(), from, a.cols(), a.unsigned(), a.zeroPoint(i), rows, to, rowBytes);
      }
    }
    return rows;
  }
}
