package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QActivations;

/** Rows of A as {@link ByteRow} reads them: each element, moved, in both halves of an int. */
final class PairRows {
  private PairRows() {}

  /** Borrows the array; row i begins at i * K. */
  static int[] of(QActivations a, KernelContext context) {
    int[] pairs = context.ints(a.rows() * a.cols());
    for (int i = 0; i < a.rows(); i++) {
      fill(a.array(), a.offset() + i * a.rowStride(), a.cols(), flip(a), pairs, i * a.cols());
    }
    return pairs;
  }

  /** The zero point of a row, moved like its elements. */
  static int zeroPoint(QActivations a, int row) {
    return a.zeroPoint(row) + (a.unsigned() ? ByteRow.LEAST : ByteRow.LEAST - Byte.MIN_VALUE);
  }

  /** The sum of a row, each element less its zero point. */
  static int sum(QActivations a, int row, int[] pairs, int k) {
    int sum = 0;
    for (int p = row * k; p < (row + 1) * k; p++) {
      sum += pairs[p] >> 16;
    }
    return sum - k * zeroPoint(a, row);
  }

  /** What turns the byte into unsigned: nothing, or the exchange of its sign. */
  private static int flip(QActivations a) {
    return a.unsigned() ? 0 : 0x80;
  }

  private static void fill(byte[] q, int at, int n, int flip, int[] pairs, int to) {
    for (int p = 0; p < n; p++) {
      int moved = ((q[at + p] ^ flip) & 0xff) + ByteRow.LEAST;
      pairs[to + p] = moved << 16 | moved & 0xffff;
    }
  }
}
