package dev.octet.kernel.reference;

import dev.octet.kernel.QNorm;
import dev.octet.numerics.Affine;

/** {@link QNorm}, one number at a time. */
public final class ReferenceQNorm implements QNorm {
  /** Makes the kernel. */
  public ReferenceQNorm() {}

  @Override
  public void sums(byte[] q, int offset, int n, boolean unsigned, long[] sums, int at) {
    sums[at] = 0;
    sums[at + 1] = 0;
    for (int i = 0; i < n; i++) {
      int integer = integer(q[offset + i], unsigned);
      sums[at] += integer;
      sums[at + 1] += (long) integer * integer;
    }
  }

  @Override
  public void addSums(byte[] q, int offset, int n, boolean unsigned, int[] sums, int[] squares) {
    for (int i = 0; i < n; i++) {
      int integer = integer(q[offset + i], unsigned);
      sums[i] += integer;
      squares[i] += integer * integer;
    }
  }

  @Override
  public void apply(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float center,
      float rowFactor,
      float[] factor,
      float[] shift,
      int at,
      int step,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi) {
    for (int i = 0; i < n; i++) {
      int integer = integer(q[offset + i], unsigned);
      int channel = at + i * step;
      y[to + i] =
          (byte)
              Affine.normalize(
                  integer, center, rowFactor, factor[channel], shift[channel], zeroPoint, lo, hi);
    }
  }

  private static int integer(byte b, boolean unsigned) {
    return unsigned ? b & 0xff : b;
  }
}
