package dev.octet.kernel.panel;

/**
 * Micro-kernel of float products: one tile of C, at most {@link #rows} rows by exactly {@link
 * #columns} columns.
 *
 * <pre>
 * c[r][j] = start[r][j] + sum over k of a[r][k] * b[k][j]
 *
 * a[r]: the pieces from..end, one after the other: x[at[first + r] + offsets[t] + p], p &lt; lengths[t]
 * b:    depth x columns, without gaps
 * </pre>
 *
 * <p>Rows of A lie wherever {@code at} says, so that matrices and images are read in place.
 */
public interface FloatTile {
  /** Elements that may be overwritten beyond a row of A while it is made: a vector of 512 bits. */
  int SLACK = 16;

  /** The most columns that a tile may have. */
  int MAX_COLUMNS = 256;

  /**
   * The most rows of a tile.
   *
   * @return rows, at least 1
   */
  int rows();

  /**
   * The columns of a tile.
   *
   * @return columns, at most {@link #MAX_COLUMNS}
   */
  int columns();

  /**
   * Computes one tile. Only the given rows of {@code start} and C are touched, while {@code at} has
   * positions for all rows of a tile, which all can be read. {@code start} may be C itself, at the
   * same place: sums go on.
   *
   * @param rows 1 to {@link #rows}
   * @param pieces where the elements of rows lie
   * @param from first piece
   * @param end piece after the last
   * @param x left-hand side
   * @param at positions of rows
   * @param first index of the first row's position
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
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride);
}
