package dev.octet.kernel.plain;

import dev.octet.kernel.panel.Widening;

/** {@link Widening} as plain loops. */
public final class PlainWidening implements Widening {
  /** Makes the kernel. */
  public PlainWidening() {}

  @Override
  public void widen(
      byte[] q, int at, int n, boolean unsigned, int zeroPoint, float[] to, int toAt) {
    if (unsigned) {
      for (int i = 0; i < n; i++) {
        to[toAt + i] = (q[at + i] & 0xff) - zeroPoint;
      }
    } else {
      for (int i = 0; i < n; i++) {
        to[toAt + i] = q[at + i] - zeroPoint;
      }
    }
  }

  @Override
  public void widenRows(
      byte[] q,
      int at,
      int stride,
      int rows,
      int n,
      boolean unsigned,
      int zeroPoint,
      float[] to,
      int toAt,
      int toStride) {
    for (int r = 0; r < rows; r++) {
      widen(q, at + r * stride, n, unsigned, zeroPoint, to, toAt + r * toStride);
    }
  }
}
