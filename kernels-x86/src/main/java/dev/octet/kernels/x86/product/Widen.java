package dev.octet.kernels.x86.product;

import java.util.Arrays;

/** Bytes to 16-bit integers less their zero point, little-endian: what AVX2's products read. */
final class Widen {
  private Widen() {}

  static void row(
      byte[] x, int from, int n, boolean unsigned, int zeroPoint, byte[] y, int to, int bytes) {
    int mask = unsigned ? 0xff : -1;
    for (int k = 0; k < n; k++) {
      int v = (x[from + k] & mask) - zeroPoint;
      y[to + 2 * k] = (byte) v;
      y[to + 2 * k + 1] = (byte) (v >> 8);
    }
    Arrays.fill(y, to + 2 * n, to + bytes, (byte) 0);
  }
}
