package dev.octet.kernel.panel;

/**
 * Micro-kernel of integer products in float arithmetic that reads weights as the bytes that they
 * are; rows of A as {@link FloatTile} does.
 *
 * <pre>
 * c[r][j] = sum over k of a[r][k] * b[k][j]     b: signed bytes, depth x columns, without gaps
 * </pre>
 *
 * <p>A block has at most 512 products of 255 times 128, so that float sums are exact.
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
   * @param pieces where the elements of rows lie
   * @param from first piece
   * @param end piece after the last
   * @param x left-hand side, integers from -255 to 255
   * @param at positions of rows, of all rows of a tile
   * @param first index of the first row's position
   * @param b right-hand side
   * @param bAt index of its first element
   * @param c sums, overwritten, without gaps; room for all rows of a tile
   */
  void multiply(
      int rows,
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      byte[] b,
      int bAt,
      float[] c);
}
