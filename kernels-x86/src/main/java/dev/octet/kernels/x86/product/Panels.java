package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Packed weights, off the heap and aligned to 64 bytes, as {@link TileEmitter} draws them.
 *
 * @param isa whose panels
 * @param memory all panels, one behind the other
 * @param n columns
 * @param k products of a sum
 * @param steps steps of all taps
 * @param weightZero whether panels have zero points
 * @param borrowed the array that the memory lies in, of panels for one product; else null
 */
record Panels(
    Isa isa, MemorySegment memory, int n, int k, int steps, boolean weightZero, byte[] borrowed)
    implements QGemm.QPanels {

  /**
   * Packs.
   *
   * @param rows weights, a row for each column of the panels, each of {@code steps} steps; what
   *     fills up a step is the column's zero point, so that A may have anything there
   * @param offset of the first
   * @param zeroPoints one for each row, or one for all
   * @param weightZero whether panels have zero points; so they do, all alike, where some panels of
   *     a convolution need them
   * @param arena where to
   */
  static Panels pack(
      Packer packer,
      byte[] rows,
      int offset,
      int n,
      int k,
      int steps,
      boolean unsigned,
      int[] zeroPoints,
      boolean weightZero,
      Arena arena) {
    Panels empty = new Panels(packer.isa, null, n, k, steps, weightZero, null);
    MemorySegment memory = arena.allocate(Math.max(1, empty.size()), 64);
    Panels panels = empty.in(memory, null);
    panels.fill(packer, rows, offset, unsigned, zeroPoints);
    return panels;
  }

  /** Packs for one product, in a borrowed array. Arguments as those of {@link #pack}. */
  static Panels borrow(
      Packer packer,
      byte[] rows,
      int n,
      int k,
      int steps,
      boolean unsigned,
      int[] zeroPoints,
      KernelContext context) {
    boolean weightZero = anyZeroPoint(unsigned, zeroPoints);
    Panels empty = new Panels(packer.isa, null, n, k, steps, weightZero, null);
    int size = Math.toIntExact(empty.size());
    byte[] array = context.bytes(size);
    Panels panels = empty.in(MemorySegment.ofArray(array).asSlice(0, size), array);
    panels.memory.fill((byte) 0);
    panels.fill(packer, rows, 0, unsigned, zeroPoints);
    return panels;
  }

  /** Whether some weights have a zero point that is not 0, all being made signed. */
  static boolean anyZeroPoint(boolean unsigned, int[] zeroPoints) {
    for (int z : zeroPoints) {
      if (z != (unsigned ? 128 : 0)) {
        return true;
      }
    }
    return false;
  }

  private Panels in(MemorySegment where, byte[] array) {
    return new Panels(isa, where, n, k, steps, weightZero, array);
  }

  private int columns() {
    return 2 * isa.lanes();
  }

  private int count() {
    return (n + columns() - 1) / columns();
  }

  private long size() {
    return count() * panelBytes();
  }

  private void fill(Packer packer, byte[] rows, int offset, boolean unsigned, int[] zeroPoints) {
    int[] p = new int[PackKernel.COUNT];
    p[PackKernel.STEPS] = steps;
    p[PackKernel.HEADER] = header();
    p[PackKernel.FLIP] = unsigned ? 0x80808080 : 0;
    int rowBytes = steps * packer.perStep();
    for (int i = 0; i < count() && steps > 0; i++) {
      int some = Math.min(columns(), n - i * columns());
      p[PackKernel.COLUMNS] = some;
      MemorySegment from =
          MemorySegment.ofArray(rows)
              .asSlice(offset + (long) i * columns() * rowBytes, (long) some * rowBytes);
      packer.pack(from, p, from(i, 1));
    }
    if (weightZero) {
      putZeroPoints(unsigned ? 128 : 0, zeroPoints);
    }
  }

  /** Calls the generated packer. */
  record Packer(Isa isa, Caller caller, Code code) {
    int perStep() {
      return isa.hasDotProduct() ? 4 : 2;
    }

    private void pack(MemorySegment rows, int[] p, MemorySegment panel) {
      MemorySegment none = Machine.NONE;
      caller.call(
          code, rows, none, MemorySegment.ofArray(p), panel, none, none, none, none, none, none);
    }
  }

  /** Zero points of signed weights, and their part of the sums. */
  private void putZeroPoints(int shift, int[] zeroPoints) {
    int columns = columns();
    int filledK = steps * (isa.hasDotProduct() ? 4 : 2);
    for (int j = 0; j < n; j++) {
      int z = zeroPoints[zeroPoints.length == 1 ? 0 : j] - shift;
      long at = j / columns * panelBytes() + 4L * (j % columns);
      int sum = memory.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, sum - filledK * z);
      memory.set(ValueLayout.JAVA_INT_UNALIGNED, at + 4L * columns, z);
    }
  }

  private int header() {
    return isa.width().bytes() * (weightZero ? 4 : 2);
  }

  long panelBytes() {
    return header() + (long) steps * 2 * isa.lanes() * (isa.hasDotProduct() ? 4 : 2);
  }

  /** Some panels. */
  MemorySegment from(int first, int count) {
    return memory.asSlice(first * panelBytes(), count * panelBytes());
  }

  @Override
  public long bytes() {
    return memory.byteSize();
  }

  void release(KernelContext context) {
    if (borrowed != null) {
      context.release(borrowed);
    }
  }

  /** Rows of several taps, each filled up to whole steps with the row's zero point. */
  static byte[] whole(
      byte[] b, int offset, int n, int taps, int perTap, int tapBytes, int[] zeroPoints) {
    byte[] rows = new byte[Math.multiplyExact(n * taps, tapBytes)];
    for (int i = 0; i < n * taps; i++) {
      byte zero = (byte) zeroPoints[zeroPoints.length == 1 ? 0 : i / taps];
      System.arraycopy(b, offset + i * perTap, rows, i * tapBytes, perTap);
      Arrays.fill(rows, i * tapBytes + perTap, (i + 1) * tapBytes, zero);
    }
    return rows;
  }
}
