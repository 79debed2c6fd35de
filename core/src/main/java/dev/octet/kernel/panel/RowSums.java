package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QActivations;

/** Sums over rows of A, which the zero points of weights are multiplied with. */
final class RowSums {
  private RowSums() {}

  /** Borrows an array for the sum of each row's elements, each less its zero point. */
  static int[] of(QActivations a, KernelContext context) {
    int[] sums = context.ints(a.rows());
    for (int i = 0; i < a.rows(); i++) {
      sums[i] = of(a, i);
    }
    return sums;
  }

  private static int of(QActivations a, int row) {
    int at = a.offset() + row * a.rowStride();
    int sum = a.unsigned() ? unsigned(a.array(), at, a.cols()) : signed(a.array(), at, a.cols());
    return sum - a.cols() * a.zeroPoint(row);
  }

  private static int unsigned(byte[] q, int at, int n) {
    int sum = 0;
    for (int p = 0; p < n; p++) {
      sum += q[at + p] & 0xff;
    }
    return sum;
  }

  private static int signed(byte[] q, int at, int n) {
    int sum = 0;
    for (int p = 0; p < n; p++) {
      sum += q[at + p];
    }
    return sum;
  }
}
