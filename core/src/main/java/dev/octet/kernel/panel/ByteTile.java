package dev.octet.kernel.panel;

/**
 * Micro-kernel of integer products that reads weights as the bytes that they are: for few rows,
 * where widening a panel first would cost more than it saves.
 *
 * <pre>c[r][j] = sum over p of a[r][p] * b[p][j]     b: signed bytes, depth x columns</pre>
 *
 * <p>A holds integers as floats, and the depth is such that every sum is exact.
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
   * Computes one tile. Only the given rows of A and C are touched.
   *
   * @param rows 1 to {@link #rows}
   * @param depth products in a sum, 1 to {@link PanelQGemm#EXACT_DEPTH}
   * @param a left-hand side, integers from -255 to 255
   * @param aAt index of its first element
   * @param aStride distance between its rows
   * @param b right-hand side, without gaps
   * @param bAt index of its first element
   * @param c result, overwritten
   * @param cAt index of its first element
   * @param cStride distance between its rows
   */
  void multiply(
      int rows,
      int depth,
      float[] a,
      int aAt,
      int aStride,
      byte[] b,
      int bAt,
      float[] c,
      int cAt,
      int cStride);
}
