package dev.octet.kernel.panel;

import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.KernelContext;

/**
 * Rows of a float matrix: read where they lie, unless their elements have gaps, or their distance
 * is a multiple of 4 KiB, where all rows of a tile would share one set of the first-level cache.
 *
 * @param a the matrix
 * @param staging what copies rows without gaps
 */
record MatrixRows(FloatMatrix a, FloatStaging staging) implements RowSource {
  private static final int PAGE = 1024;

  private boolean inPlace() {
    return a.colStride() == 1 && (a.rows() == 1 || a.rowStride() % PAGE != 0);
  }

  @Override
  public int rows() {
    return a.rows();
  }

  @Override
  public int cols() {
    return a.cols();
  }

  @Override
  public Blocks blocks(Tiling tiling, int threads) {
    return Left.blocks(a.rows(), tiling);
  }

  @Override
  public Blocks chunks(Tiling tiling) {
    return inPlace() ? Blocks.of(1, a.rows(), a.rows()) : Left.chunks(a.rows(), a.cols(), tiling);
  }

  @Override
  public Pieces pieces(int rows, Tiling tiling) {
    int k = a.cols();
    return Pieces.row(k, inPlace() && rows == 1 ? Math.max(1, k) : tiling.depth());
  }

  @Override
  public Left borrow(int firstRow, int rows, Pieces pieces, Tiling tiling, KernelContext context) {
    return inPlace()
        ? Left.inPlace(
            a.array(), a.offset(), a.rowStride(), firstRow, rows, pieces, tiling, context)
        : Left.packed(firstRow, rows, a.cols(), pieces, tiling, context);
  }

  @Override
  public void move(Left left, int firstRow) {
    left.moveTo(firstRow, a.rowStride());
  }

  @Override
  public void fill(Left left, int from, int end) {
    for (int i = from; i < end; i++) {
      int row = a.offset() + (left.firstRow() + i) * a.rowStride();
      if (a.colStride() == 1) {
        staging.copy(a.array(), row, a.cols(), left.x(), left.at()[i]);
      } else {
        FloatPacking.gather(a.array(), row, a.colStride(), a.cols(), left.x(), left.at()[i]);
      }
    }
  }
}
