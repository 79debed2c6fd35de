package dev.octet.kernel.panel;

import dev.octet.kernel.FloatMatrix;

/**
 * Rows of a float matrix.
 *
 * @param a the matrix
 * @param staging what copies rows without gaps
 */
record MatrixRows(FloatMatrix a, FloatStaging staging) implements RowSource {
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
    int from = a.offset() + row * a.rowStride();
    int step = a.colStride();
    for (int p = 0; p < a.cols(); p += FloatTile.DEPTH) {
      int n = Math.min(FloatTile.DEPTH, a.cols() - p);
      if (step == 1) {
        staging.copy(a.array(), from + p, n, to.values(), to.at(i, p));
      } else {
        FloatPacking.gather(a.array(), from + p * step, step, n, to.values(), to.at(i, p));
      }
    }
  }
}
