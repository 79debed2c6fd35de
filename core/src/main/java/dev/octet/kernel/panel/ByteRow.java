package dev.octet.kernel.panel;

/**
 * Micro-kernel of integer products of one row of A, which streams weights as the bytes that they
 * are. Its sums are int32, modulo 2^32, over any depth.
 *
 * <pre>c[j] = sum over p of a[p] * b[p][j]     b: signed bytes, depth x columns</pre>
 *
 * <p>A is moved to {@link #LEAST} to {@link #GREATEST}, so that the sum of two products fits into
 * 16 bits: {@code 2 * 128 * -128 = -2^15}, {@code 2 * -127 * -128 < 2^15}.
 */
public interface ByteRow {
  /** The least element of A. */
  int LEAST = -127;

  /** The greatest element of A. */
  int GREATEST = 128;

  /**
   * The columns of a panel.
   *
   * @return columns
   */
  int columns();

  /**
   * Computes one row of one panel.
   *
   * @param depth products in a sum, 0 or more
   * @param a the row: each element twice, in the low and in the high 16 bits of an int
   * @param aAt index of its first element
   * @param b right-hand side, without gaps
   * @param bAt index of its first element
   * @param c result, overwritten
   * @param cAt index of its first element
   */
  void multiply(int depth, int[] a, int aAt, byte[] b, int bAt, int[] c, int cAt);
}
