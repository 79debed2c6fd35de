package dev.octet.kernel.reference;

import dev.octet.kernel.Softmax;

/** {@link Softmax} in double precision. */
public final class ReferenceSoftmax implements Softmax {
  /** Makes the kernel. */
  public ReferenceSoftmax() {}

  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to) {
    double[] t = new double[n];
    double max = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      float scaled = x[offset + i] * scale;
      t[i] = addend == null ? scaled : scaled + addend[addendOffset + i];
      max = Math.max(max, t[i]);
    }
    double sum = 0;
    for (int i = 0; i < n; i++) {
      t[i] = Math.exp(t[i] - max);
      sum += t[i];
    }
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) (t[i] / sum);
    }
  }
}
