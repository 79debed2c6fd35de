package dev.octet.kernel.panel;

/**
 * Micro-kernel of float products: one tile of C, at most {@link #rows} rows by exactly {@link
 * #columns} columns.
 *
 * <pre>
 * c[r][j] = start[r][j] + sum over p of a[r][p] * b[p][j]
 *
 * a: rows, STRIDE apart      b: depth x columns, without gaps
 * </pre>
 *
 * <p>The distance between rows of A is a constant: then one register addresses all of them. With a
 * distance that is a variable, C2 25 runs out of registers around a tile of 256-bit vectors and
 * moves addresses to and fro inside the loop.
 */
public interface FloatTile {
  /** The greatest depth of a tile: 32 KiB of a panel of 32 columns. */
  int DEPTH = 256;

  /** Elements that may be overwritten beyond a row of A while it is made: a vector of 512 bits. */
  int SLACK = 16;

  /** Distance between the rows of A: past a power of two, so that rows spread over the cache. */
  int STRIDE = DEPTH + SLACK;

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
   * Computes one tile. Only the given rows of {@code start} and C are touched, while A has room for
   * all rows of a tile. {@code start} may be C itself, at the same place: sums go on.
   *
   * @param rows 1 to {@link #rows}
   * @param depth products in a sum: 0 to {@link #DEPTH}, or any number if there is one row only
   * @param a left-hand side, rows {@link #STRIDE} apart
   * @param aAt index of its first element
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
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride);
}
