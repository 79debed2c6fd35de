package dev.octet.kernel.reference;

import dev.octet.kernel.LayerNorm;

/** {@link LayerNorm} in double precision. */
public final class ReferenceLayerNorm implements LayerNorm {
  /** Makes the kernel. */
  public ReferenceLayerNorm() {}

  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float[] residual,
      int residualOffset,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to) {
    double[] t = new double[n];
    double mean = 0;
    for (int i = 0; i < n; i++) {
      t[i] = x[offset + i] + (residual == null ? 0f : residual[residualOffset + i]);
      mean += t[i] / n;
    }
    double variance = 0;
    for (int i = 0; i < n; i++) {
      variance += (t[i] - mean) * (t[i] - mean) / n;
    }
    double deviation = Math.sqrt(variance + eps);
    for (int i = 0; i < n; i++) {
      double unit = (t[i] - mean) / deviation;
      y[to + i] = (float) (unit * (gamma == null ? 1 : gamma[i]) + (beta == null ? 0 : beta[i]));
    }
  }
}
