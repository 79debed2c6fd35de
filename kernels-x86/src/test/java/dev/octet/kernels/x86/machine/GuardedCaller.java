package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;

/**
 * Calls generated functions as {@link Machine} does, with operands that lie against unreadable
 * memory. A call runs the function twice on copies: first each operand ends where unreadable memory
 * begins, then it begins where unreadable memory ends. Both have to give the same bytes, all
 * operands but {@code p}, {@code c} and {@code r}, which may be scratch, have to stay as they were,
 * and what changed is then copied back. What shares memory with {@code c}, as a residual that is
 * added in place, shares the copy.
 *
 * <p>A function that reads or writes a byte too many ends the JVM: that is what this is for.
 * Surefire then says that the JVM crashed, and names the log that the JVM left, {@code
 * target/hs_err_pid*.log}. To read it: {@code si_addr} is the address that was touched; the
 * register close to it in the list of registers is the operand's (see {@link Caller}, or further
 * on, since pointers move); {@code pc} is in the function, which {@code -Doctet.dumpCode=DIR} names
 * in the file for perf, and {@code objdump -D -b binary -m i386:x86-64 -M intel DIR/octet-*.bin}
 * disassembles. {@code si_addr} at the beginning of a page: something was read behind an operand's
 * end; at the end of one: before its beginning.
 *
 * <p>A register that a function has to keep and does not is an error as well. Safe for many
 * threads, one call at a time.
 */
public final class GuardedCaller implements Caller {
  /** An operand that a function may use as it likes. */
  private static final int SCRATCH = Sharing.NAMES.indexOf('r');

  private final Caller caller;
  private final GuardedMemory[] memory = new GuardedMemory[Sharing.NAMES.length()];

  /** Makes one. */
  public GuardedCaller() {
    this(new PreservingCaller());
  }

  /** Makes one that calls by another. */
  GuardedCaller(Caller caller) {
    this.caller = caller;
    Pages pages = new LinuxPages();
    Arrays.setAll(memory, i -> new GuardedMemory(pages));
  }

  @Override
  public synchronized void call(
      Code code,
      MemorySegment a,
      MemorySegment b,
      MemorySegment p,
      MemorySegment c,
      MemorySegment d,
      MemorySegment e,
      MemorySegment x,
      MemorySegment r,
      MemorySegment t,
      MemorySegment z) {
    List<MemorySegment> operands = List.of(a, b, p, c, d, e, x, r, t, z);
    Sharing sharing = Sharing.of(operands);
    List<byte[]> before = operands.stream().map(o -> o.toArray(ValueLayout.JAVA_BYTE)).toList();
    List<byte[]> after = run(code, operands, sharing, before, true);
    List<byte[]> again = run(code, operands, sharing, before, false);
    for (int i = 0; i < operands.size(); i++) {
      if (i == SCRATCH) {
        continue;
      }
      boolean written = sharing.isWritten(i);
      String operand = code.name() + ": operand " + Sharing.NAMES.charAt(i);
      check(operand, written, before.get(i), after.get(i), again.get(i));
    }
    for (int i = 0; i < operands.size(); i++) {
      if (sharing.isWritten(i)) {
        copyChanges(before.get(i), after.get(i), operands.get(i));
      }
    }
  }

  /** {@return the operands' bytes behind the call} */
  private List<byte[]> run(
      Code code,
      List<MemorySegment> operands,
      Sharing sharing,
      List<byte[]> before,
      boolean flushEnd) {
    MemorySegment[] o = new MemorySegment[operands.size()];
    for (int i = 0; i < o.length; i++) {
      int first = sharing.first(i);
      MemorySegment operand = operands.get(i);
      o[i] =
          isNumber(operand)
              ? operand
              : first < i ? o[first] : memory[i].copy(before.get(i), flushEnd);
    }
    caller.call(code, o[0], o[1], o[2], o[3], o[4], o[5], o[6], o[7], o[8], o[9]);
    return Arrays.stream(o).map(s -> s.toArray(ValueLayout.JAVA_BYTE)).toList();
  }

  /** Addresses of nothing are numbers, or no operands. */
  private static boolean isNumber(MemorySegment operand) {
    return operand.isNative() && operand.byteSize() == 0;
  }

  private static void check(
      String operand, boolean written, byte[] before, byte[] after, byte[] again) {
    int differs = Arrays.mismatch(after, again);
    if (differs >= 0) {
      throw new AssertionError(
          "%s, byte %d of %d: %d where its end is guarded, %d where its beginning is"
              .formatted(operand, differs, after.length, after[differs], again[differs]));
    }
    int changed = Arrays.mismatch(before, after);
    if (changed >= 0 && !written) {
      throw new AssertionError(
          "%s is only read, but byte %d of %d was %d and became %d"
              .formatted(operand, changed, after.length, before[changed], after[changed]));
    }
  }

  /** What did not change stays untouched: other threads may be writing it, between rows. */
  private static void copyChanges(byte[] before, byte[] after, MemorySegment to) {
    for (int i = 0; i < after.length; i++) {
      if (after[i] != before[i]) {
        to.set(ValueLayout.JAVA_BYTE, i, after[i]);
      }
    }
  }
}
