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
  /** No operand. */
  byte[] NO_BYTES = {};

  /** No operand. */
  int[] NO_INTS = {};

  /** No operand. */
  float[] NO_FLOATS = {};

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

  /**
   * Calls a function of arrays that lie on the heap: for each, a part in bytes. No segment becomes
   * an object here, as those do that are handed to a method that C2 leaves alone. Where there is no
   * operand, {@link #NO_BYTES} or its like stands.
   *
   * @param code the function
   * @param a the main input
   * @param aFrom its first byte
   * @param aBytes how many
   * @param b packed weights
   * @param p parameters
   * @param c results, of bytes, ints or floats
   * @param cFrom their first byte
   * @param cBytes how many
   * @param d numbers of columns
   * @param e numbers of columns
   * @param deFrom the first byte of both
   * @param deBytes how many
   * @param x a second input: floats where results are floats, else bytes
   * @param xFrom its first byte
   * @param xBytes how many
   * @param r ints, or scratch
   * @param rFrom their first byte
   * @param rBytes how many
   * @param t ints
   * @param tFrom their first byte
   * @param tBytes how many
   * @param z bytes, from the first on
   * @param zBytes how many
   */
  default void call(
      Code code,
      byte[] a,
      long aFrom,
      long aBytes,
      MemorySegment b,
      int[] p,
      Object c,
      long cFrom,
      long cBytes,
      float[] d,
      float[] e,
      long deFrom,
      long deBytes,
      Object x,
      long xFrom,
      long xBytes,
      int[] r,
      long rFrom,
      long rBytes,
      int[] t,
      long tFrom,
      long tBytes,
      byte[] z,
      long zBytes) {
    call(
        code,
        part(a, aFrom, aBytes),
        b,
        MemorySegment.ofArray(p),
        part(c, cFrom, cBytes),
        part(d, deFrom, deBytes),
        part(e, deFrom, deBytes),
        part(x, xFrom, xBytes),
        part(r, rFrom, rBytes),
        part(t, tFrom, tBytes),
        part(z, 0, zBytes));
  }

  private static MemorySegment part(Object array, long from, long bytes) {
    if (bytes == 0) {
      return MemorySegment.NULL;
    }
    MemorySegment whole =
        array instanceof byte[] x
            ? MemorySegment.ofArray(x)
            : array instanceof int[] y
                ? MemorySegment.ofArray(y)
                : MemorySegment.ofArray((float[]) array);
    return whole.asSlice(from, bytes);
  }
}
