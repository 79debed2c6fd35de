package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QActivations;

/**
 * Rows of 8-bit integers.
 *
 * @param a where they are
 * @param widening what makes floats of them
 */
record ByteRows(QActivations a, Widening widening) implements RowSource {
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
    return Left.chunks(a.rows(), a.cols(), tiling);
  }

  @Override
  public Pieces pieces(int rows, Tiling tiling) {
    return Pieces.row(a.cols(), tiling.depth());
  }

  @Override
  public Left borrow(int firstRow, int rows, Pieces pieces, Tiling tiling, KernelContext context) {
    return Left.packed(firstRow, rows, a.cols(), pieces, tiling, context);
  }

  @Override
  public void fill(Left left, int from, int end) {
    for (int i = from; i < end; i++) {
      int row = left.firstRow() + i;
      int at = a.offset() + row * a.rowStride();
      widening.widen(
          a.array(), at, a.cols(), a.unsigned(), a.zeroPoint(row), left.x(), left.at()[i]);
    }
  }
}
