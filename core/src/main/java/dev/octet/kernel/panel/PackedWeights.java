package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QMatrix;
import dev.octet.kernel.QGemm.QPanels;
import java.util.Arrays;

/**
 * Weights of {@link PanelQGemm}, one signed byte each, in the order drawn there.
 *
 * @param panels the bytes
 * @param n rows of B
 * @param k columns of B
 * @param sums the sum of each row of B, as signed bytes; null where no kernel needs it
 * @param zeroPoints a zero point for each row of B, on the scale of signed bytes; null where all
 *     are 0
 */
record PackedWeights(byte[] panels, int n, int k, int[] sums, int[] zeroPoints) implements QPanels {
  /**
   * Packs weights. Unsigned ones are moved by -128, with their zero points, so that micro-kernels
   * see signed bytes only.
   */
  static PackedWeights pack(
      byte[] b,
      int offset,
      int n,
      int k,
      boolean unsigned,
      int[] zeroPoints,
      int columns,
      boolean withSums) {
    byte[] panels = new byte[Math.multiplyExact(Tasks.ceilDiv(n, columns) * columns, k)];
    QMatrix rows = new QMatrix(b, offset, n, k, k, 1, unsigned, 0);
    byRows(rows, columns, panels);
    int[] sums = withSums ? new int[n] : null;
    if (withSums) {
      sum(panels, n, k, columns, sums);
    }
    return new PackedWeights(panels, n, k, sums, signed(zeroPoints, n, unsigned ? 128 : 0));
  }

  /** Packs activations into borrowed arrays. */
  static PackedWeights borrow(QMatrix b, int columns, boolean withSums, KernelContext context) {
    int n = b.rows();
    int k = b.cols();
    int size = Math.multiplyExact(Tasks.ceilDiv(n, columns) * columns, k);
    byte[] panels = context.bytes(size);
    if (b.rowStride() == 1) {
      byColumns(b, columns, panels);
    } else {
      byRows(b, columns, panels);
    }
    int[] sums = withSums ? context.ints(n) : null;
    if (withSums) {
      sum(panels, n, k, columns, sums);
    }
    int zeroPoint = b.zeroPoint() - (b.unsigned() ? 128 : 0);
    int[] zeroPoints = zeroPoint == 0 ? null : context.ints(n);
    if (zeroPoints != null) {
      Arrays.fill(zeroPoints, 0, n, zeroPoint);
    }
    return new PackedWeights(panels, n, k, sums, zeroPoints);
  }

  void release(KernelContext context) {
    context.release(panels);
    if (sums != null) {
      context.release(sums);
    }
    if (zeroPoints != null) {
      context.release(zeroPoints);
    }
  }

  private static void byRows(QMatrix b, int columns, byte[] panels) {
    int k = b.cols();
    byte flip = (byte) (b.unsigned() ? 0x80 : 0);
    for (int j = 0; j < b.rows(); j++) {
      int from = b.offset() + j * b.rowStride();
      int to = j / columns * columns * k + j % columns;
      for (int p = 0; p < k; p++) {
        panels[to + p * columns] = (byte) (b.array()[from + p * b.colStride()] ^ flip);
      }
    }
  }

  /** A row of a panel is a run of B: copied, then moved as a whole. */
  private static void byColumns(QMatrix b, int columns, byte[] panels) {
    int k = b.cols();
    for (int j = 0; j < b.rows(); j += columns) {
      int width = Math.min(columns, b.rows() - j);
      for (int p = 0; p < k; p++) {
        int from = b.offset() + j + p * b.colStride();
        System.arraycopy(b.array(), from, panels, j * k + p * columns, width);
      }
    }
    int size = Tasks.ceilDiv(b.rows(), columns) * columns * k;
    for (int i = 0; b.unsigned() && i < size; i++) {
      panels[i] ^= (byte) 0x80;
    }
  }

  private static void sum(byte[] panels, int n, int k, int columns, int[] sums) {
    Arrays.fill(sums, 0, n, 0);
    for (int j = 0; j < n; j += columns) {
      int width = Math.min(columns, n - j);
      for (int p = 0; p < k; p++) {
        addRow(panels, j * k + p * columns, width, sums, j);
      }
    }
  }

  private static void addRow(byte[] panels, int at, int n, int[] sums, int to) {
    for (int i = 0; i < n; i++) {
      sums[to + i] += panels[at + i];
    }
  }

  private static int[] signed(int[] zeroPoints, int n, int shift) {
    int[] signed = new int[n];
    boolean any = false;
    for (int j = 0; j < n; j++) {
      signed[j] = zeroPoints[zeroPoints.length == 1 ? 0 : j] - shift;
      any |= signed[j] != 0;
    }
    return any ? signed : null;
  }

  @Override
  public long bytes() {
    return panels.length + bytes(sums) + bytes(zeroPoints);
  }

  private static long bytes(int[] ints) {
    return ints == null ? 0 : 4L * ints.length;
  }
}
