package dev.octet.kernel.plain;

import dev.octet.kernel.FloatNorm;

/** {@link FloatNorm} as plain loops. */
public final class PlainFloatNorm implements FloatNorm {
  /** Makes the kernel. */
  public PlainFloatNorm() {}

  @Override
  public void sums(float[] x, int offset, int n, double[] sums, int at) {
    // Two of each at a time: one alone waits for the adder at every element.
    double sum0 = 0;
    double sum1 = 0;
    double squares0 = 0;
    double squares1 = 0;
    int end = offset + n;
    int i = offset;
    for (; i < end - 1; i += 2) {
      double v0 = x[i];
      double v1 = x[i + 1];
      sum0 += v0;
      sum1 += v1;
      squares0 += v0 * v0;
      squares1 += v1 * v1;
    }
    if (i < end) {
      double last = x[i];
      sum0 += last;
      squares0 += last * last;
    }
    sums[at] = sum0 + sum1;
    sums[at + 1] = squares0 + squares1;
  }

  @Override
  public void addSums(float[] x, int offset, int n, double[] sums, double[] squares) {
    for (int i = 0; i < n; i++) {
      sums[i] += x[offset + i];
    }
    for (int i = 0; i < n; i++) {
      double v = x[offset + i];
      squares[i] += v * v;
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
    if (step == 0 && n > 0) {
      if (x != y || offset != to) {
        System.arraycopy(x, offset, y, to, n);
      }
      float one = factor[at];
      float term = shift[at];
      for (int i = to; i < to + n; i++) {
        y[i] = (y[i] - center) * one + term;
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = (x[offset + i] - center) * factor[at + i] + shift[at + i];
      }
    }
  }
}
