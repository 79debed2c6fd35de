package dev.octet.kernel.panel;

/** The left-hand side of a product, wherever its rows come from. */
interface RowSource {
  /** How many rows there are. */
  int rows();

  /** K. */
  int cols();

  /**
   * Copies a row to the i-th place of packed rows, as floats, integers less their zero points.
   * Columns are written in order, and up to {@link FloatTile#SLACK} elements beyond each piece may
   * be overwritten.
   */
  void copy(int row, LeftRows to, int i);
}
