package dev.octet.kernel.panel;

/**
 * Micro-kernel of integer products in float arithmetic that reads weights as the bytes that they
 * are.
 *
 * <pre>c[r][j] += sum over p of a[r][p] * b[p][j]     b: signed bytes, depth x columns</pre>
 */
public interface ByteTile {
  /**
   * The most rows of a tile.
   *
   * @return rows, at least 1
   */
  int rows();

  /**
   * The columns of a tile.
   *
   * @return columns
   */
  int columns();

  /**
   * Computes one tile.
   *
   * @param rows 1 to {@link #rows}
   * @param depth products in a sum, 1 to {@link FloatTile#DEPTH}
   * @param a left-hand side, integers from -255 to 255, rows {@link FloatTile#STRIDE} apart
   * @param aAt index of its first element
   * @param b right-hand side, without gaps
   * @param bAt index of its first element
   * @param c sums that go on, without gaps; callers keep them exact
   * @param cAt index of the first
   */
  void multiply(int rows, int depth, float[] a, int aAt, byte[] b, int bAt, float[] c, int cAt);
}
