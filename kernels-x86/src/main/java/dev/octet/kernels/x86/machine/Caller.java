package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;

/**
 * How a generated function is called. Every function has the same ten operands, of which it uses
 * some; each is a slice of exactly what may be read or written, so that a bound is checked where a
 * slice is made. Those that a function does not use are {@link Machine#NONE}.
 *
 * <p>{@link Machine} calls. Tests have another that moves operands against unreadable pages first.
 */
public interface Caller {
  /**
   * Calls a function.
   *
   * @param code the function
   * @param a the main input: RDI
   * @param b packed weights, off the heap: RSI
   * @param p parameters, 32-bit integers: RDX
   * @param c results: RCX
   * @param d R8
   * @param e R9
   * @param x first on the stack
   * @param r second on the stack; may be scratch, which a function leaves with any contents
   * @param t third on the stack
   * @param z fourth on the stack
   */
  void call(
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
      MemorySegment z);

  /**
   * Calls a function of two arrays, the other operands of which are numbers. Compiled by itself
   * this takes less than the 2,500 bytes up to which C2 makes it a part of its callers, where then
   * no segment becomes an object; the call of ten segments takes more. For what is done in less
   * than a microsecond.
   *
   * @param code the function
   * @param a the main input: RDI
   * @param b RSI
   * @param c results: RCX
   * @param x first on the stack
   * @param r second on the stack; may be scratch, which a function leaves with any contents
   * @param t third on the stack
   * @param z fourth on the stack
   */
  default void call(
      Code code, MemorySegment a, long b, MemorySegment c, long x, long r, long t, long z) {
    call(
        code,
        a,
        MemorySegment.ofAddress(b),
        MemorySegment.NULL,
        c,
        MemorySegment.NULL,
        MemorySegment.NULL,
        MemorySegment.ofAddress(x),
        MemorySegment.ofAddress(r),
        MemorySegment.ofAddress(t),
        MemorySegment.ofAddress(z));
  }
}
