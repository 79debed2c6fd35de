package dev.octet.kernel.panel;

import dev.octet.kernel.QGemm.QPanels;

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
    byte flip = (byte) (unsigned ? 0x80 : 0);
    int[] sums = withSums ? new int[n] : null;
    for (int j = 0; j < n; j++) {
      int from = offset + j * k;
      int to = j / columns * columns * k + j % columns;
      int sum = 0;
      for (int p = 0; p < k; p++) {
        byte weight = (byte) (b[from + p] ^ flip);
        panels[to + p * columns] = weight;
        sum += weight;
      }
      if (withSums) {
        sums[j] = sum;
      }
    }
    return new PackedWeights(panels, n, k, sums, signed(zeroPoints, n, unsigned ? 128 : 0));
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
