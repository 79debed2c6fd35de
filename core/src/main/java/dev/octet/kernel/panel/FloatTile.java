package dev.octet.kernel.panel;

/**
 * Micro-kernel of float products: one tile of C, at most {@link #rows} rows by exactly {@link
 * #columns} columns, over some depth.
 *
 * <pre>
 *               b: depth x columns, without gaps
 *               | b[0][0] b[0][1] ... b[0][columns-1] |
 *               | b[1][0] ...                         |
 * a: rows of    c[r][j] = start[r][j] + sum over p of a[r][p] * b[p][j]
 * depth, with
 * a stride
 * </pre>
 */
public interface FloatTile {
  /**
   * The most rows of a tile.
   *
   * @return rows, at least 1
   */
  int rows();

  /**
   * The columns of a tile.
   *
   * @return columns, at most {@link PanelFloatGemm#MAX_COLUMNS}
   */
  int columns();

  /**
   * Computes one tile. Only the given rows of A, {@code start} and C are touched. {@code start} may
   * be C itself, at the same place: sums go on.
   *
   * @param rows 1 to {@link #rows}
   * @param depth products in a sum, 0 or more
   * @param a left-hand side
   * @param aAt index of its first element
   * @param aStride distance between its rows
   * @param b right-hand side
   * @param bAt index of its first element
   * @param start where sums start
   * @param startAt index of its first element
   * @param startStride distance between its rows; 0 where all rows start alike
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
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride);
}
