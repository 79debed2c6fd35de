package dev.octet.kernel.panel;

/** The left-hand side of a product, wherever its rows come from. */
interface RowSource {
  /** How many rows there are. */
  int rows();

  /** K. */
  int cols();

  /**
   * Copies rows to the i-th and following places of packed rows, as floats, integers less their
   * zero points. Columns of a row are written in order, and up to {@link FloatTile#SLACK} elements
   * beyond each piece may be overwritten.
   */
  void copy(int firstRow, int rows, LeftRows to, int i);
}
