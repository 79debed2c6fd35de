package dev.octet.kernel.reference;

import dev.octet.kernel.FloatNorm;

/** {@link FloatNorm}, one number at a time. */
public final class ReferenceFloatNorm implements FloatNorm {
  /** Makes the kernel. */
  public ReferenceFloatNorm() {}

  @Override
  public void sums(float[] x, int offset, int n, double[] sums, int at) {
    sums[at] = 0;
    sums[at + 1] = 0;
    for (int i = offset; i < offset + n; i++) {
      sums[at] += x[i];
      sums[at + 1] += (double) x[i] * x[i];
    }
  }

  @Override
  public void addSums(float[] x, int offset, int n, double[] sums, double[] squares) {
    for (int i = 0; i < n; i++) {
      sums[i] += x[offset + i];
      squares[i] += (double) x[offset + i] * x[offset + i];
    }
  }

  @Override
  public void apply(
      float[] x,
      int offset,
      int n,
      float center,
      float[] factor,
      float[] shift,
      int at,
      int step,
      float[] y,
      int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (x[offset + i] - center) * factor[at + i * step] + shift[at + i * step];
    }
  }
}
