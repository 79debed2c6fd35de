package dev.octet.kernel.panel;

import dev.octet.kernel.FloatMatrix;

/**
 * Rows of a float matrix.
 *
 * @param a the matrix
 */
record MatrixRows(FloatMatrix a) implements RowSource {
  @Override
  public int rows() {
    return a.rows();
  }

  @Override
  public int cols() {
    return a.cols();
  }

  @Override
  public void copy(int row, LeftRows to, int i) {
    int from = a.offset() + row * a.rowStride();
    int step = a.colStride();
    for (int p = 0; p < a.cols(); p += FloatTile.DEPTH) {
      int n = Math.min(FloatTile.DEPTH, a.cols() - p);
      FloatPacking.gather(a.array(), from + p * step, step, n, to.values(), to.at(i, p));
    }
  }
}
