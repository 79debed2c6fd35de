package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QActivations;

/**
 * Rows of A as floats, each element less its zero point: from -255 to 255.
 *
 * @param values the floats, borrowed
 * @param stride distance between rows
 * @param sums the sum of each row, borrowed; null where no weight has a zero point
 * @param firstRow the row of A that comes first
 * @param rows how many rows
 */
record WideRows(float[] values, int stride, int[] sums, int firstRow, int rows) {
  /** Elements that a task widens: some 20 µs. */
  private static final int TASK = 1 << 16;

  /** Rows keep clear of a distance of 4,096 bytes, at which they share sets of the cache. */
  static int stride(int k) {
    int aligned = (k + 15) & ~15;
    return aligned % 512 == 0 ? aligned + 16 : aligned;
  }

  static WideRows of(
      QActivations a, int firstRow, int rows, boolean withSums, KernelContext context) {
    int stride = stride(a.cols());
    WideRows wide =
        new WideRows(
            context.floats(rows * stride),
            stride,
            withSums ? context.ints(rows) : null,
            firstRow,
            rows);
    int perTask = Math.max(1, TASK / Math.max(1, a.cols()));
    if (rows <= perTask) {
      wide.fill(a, 0, rows);
    } else {
      context.parallel(
          Tasks.ceilDiv(rows, perTask),
          t -> wide.fill(a, t * perTask, Math.min(rows, (t + 1) * perTask)));
    }
    return wide;
  }

  void release(KernelContext context) {
    context.release(values);
    if (sums != null) {
      context.release(sums);
    }
  }

  private void fill(QActivations a, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = firstRow + i;
      int at = a.offset() + row * a.rowStride();
      if (a.unsigned()) {
        unsigned(a.array(), at, a.cols(), a.zeroPoint(row), values, i * stride);
      } else {
        signed(a.array(), at, a.cols(), a.zeroPoint(row), values, i * stride);
      }
      if (sums != null) {
        sums[i] = sum(values, i * stride, a.cols());
      }
    }
  }

  private static void unsigned(byte[] q, int at, int n, int zeroPoint, float[] to, int toAt) {
    for (int p = 0; p < n; p++) {
      to[toAt + p] = (q[at + p] & 0xff) - zeroPoint;
    }
  }

  private static void signed(byte[] q, int at, int n, int zeroPoint, float[] to, int toAt) {
    for (int p = 0; p < n; p++) {
      to[toAt + p] = q[at + p] - zeroPoint;
    }
  }

  private static int sum(float[] values, int at, int n) {
    int sum = 0;
    for (int p = 0; p < n; p++) {
      sum += (int) values[at + p];
    }
    return sum;
  }
}
