package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;

/** The left-hand side of a product, wherever its rows come from. */
interface RowSource {
  /** How many rows there are. */
  int rows();

  /** K. */
  int cols();

  /** Cuts rows for tasks that make their own, small enough for a second-level cache. */
  Blocks blocks(Tiling tiling, int threads);

  /** Cuts rows for tasks that share them: as many at a time as memory allows. */
  Blocks chunks(Tiling tiling);

  /** Where elements of rows lie, for blocks or chunks of so many. */
  Pieces pieces(int rows, Tiling tiling);

  /** Borrows room for rows with such pieces, and says where they will be. */
  Left borrow(int firstRow, int rows, Pieces pieces, Tiling tiling, KernelContext context);

  /** Makes as many rows the next ones, of rows borrowed before. */
  default void move(Left left, int firstRow) {
    left.moveTo(firstRow, 0);
  }

  /**
   * Makes some of the parts of rows, {@link Left#parts} in all, as floats less their zero points.
   */
  void fill(Left left, int from, int end);
}
