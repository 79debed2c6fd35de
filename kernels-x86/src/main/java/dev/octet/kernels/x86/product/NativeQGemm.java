package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.Arena;
import java.util.Arrays;
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
  private final Widen widen;

  private NativeQGemm(Isa isa, Caller caller, TileCodes codes, Panels.Packer packer, Widen widen) {
    this.isa = isa;
    this.caller = caller;
    this.codes = codes;
    this.packer = packer;
    this.widen = widen;
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
        new Panels.Packer(isa, caller, memory.later(List.of(new PackKernel(isa))).getFirst());
    Code widening =
        isa.hasDotProduct() ? null : memory.later(List.of(new WidenKernel())).getFirst();
    return new NativeQGemm(isa, caller, new TileCodes(memory), packer, new Widen(caller, widening));
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

  Widen widen() {
    return widen;
  }

  int steps(int k) {
    return (k + packer.perStep() - 1) / packer.perStep();
  }

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    boolean weightZero = Panels.anyZeroPoint(unsigned, zeroPoints);
    return pack(b, offset, n, k, k, 1, unsigned, zeroPoints, weightZero, Arena.ofAuto());
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
      boolean weightZero,
      Arena arena) {
    int steps = steps(perTap) * taps;
    int rowBytes = steps * packer.perStep();
    if (rowBytes == k) {
      return Panels.pack(packer, b, offset, n, k, steps, unsigned, zeroPoints, weightZero, arena);
    }
    byte[] rows =
        Panels.whole(b, offset, n, taps, perTap, steps(perTap) * packer.perStep(), zeroPoints);
    return Panels.pack(packer, rows, 0, n, k, steps, unsigned, zeroPoints, weightZero, arena);
  }

  @Override
  public QPanels pack(QMatrix b, KernelContext context) {
    int[] zeroPoints = {b.zeroPoint()};
    int steps = steps(b.cols());
    int rowBytes = steps * packer.perStep();
    byte[] rows = rows(b, rowBytes, context);
    Panels panels =
        Panels.borrow(packer, rows, b.rows(), b.cols(), steps, b.unsigned(), zeroPoints, context);
    context.release(rows);
    return panels;
  }

  /** Rows without gaps, filled up to whole steps with the zero point. */
  private static byte[] rows(QMatrix b, int rowBytes, KernelContext context) {
    byte[] rows = context.bytes(b.rows() * rowBytes);
    byte[] from = b.array();
    int stride = b.colStride();
    for (int i = 0; i < b.rows(); i++) {
      int at = i * rowBytes;
      int source = b.offset() + i * b.rowStride();
      if (stride == 1) {
        System.arraycopy(from, source, rows, at, b.cols());
      } else {
        for (int j = 0; j < b.cols(); j++) {
          rows[at + j] = from[source + j * stride];
        }
      }
      Arrays.fill(rows, at + b.cols(), at + rowBytes, (byte) b.zeroPoint());
    }
    return rows;
  }

  @Override
  public void release(QPanels b, KernelContext context) {
    ((Panels) b).release(context);
  }

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
            copies ? copy : a.array(), copies ? 0 : a.offset(), stride, rowBytes, a.rows());
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
    byte[] to = context.bytes(a.rows() * stride + 2);
    Widen.Rows rows =
        new Widen.Rows(a.array(), a.offset(), a.rows(), a.cols(), a.rowStride(), a.unsigned());
    widen.copy(rows, a.zeroPoints(), a.perRow(), to, 0, stride);
    return to;
  }
}
