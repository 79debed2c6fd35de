package dev.octet.kernel.panel;

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
  public void copy(int firstRow, int rows, LeftRows to, int i) {
    for (int r = 0; r < rows; r++) {
      copy(firstRow + r, to, i + r);
    }
  }

  private void copy(int row, LeftRows to, int i) {
    int zeroPoint = a.zeroPoint(row);
    int from = a.offset() + row * a.rowStride();
    for (int p = 0; p < a.cols(); p += FloatTile.DEPTH) {
      int n = Math.min(FloatTile.DEPTH, a.cols() - p);
      widening.widen(a.array(), from + p, n, a.unsigned(), zeroPoint, to.values(), to.at(i, p));
    }
  }
}
