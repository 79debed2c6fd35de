package dev.octet.kernel;

/**
 * Layer normalization of one row (Ba, Kiros and Hinton, 2016), of a sum when there is a residual:
 *
 * <pre>t = x + residual,   y[i] = (t[i] - mean t) / sqrt(variance t + eps) * gamma[i] + beta[i]
 * </pre>
 *
 * <p>The variance is the biased one, computed from the differences to the mean. Within 1e-5 of the
 * exact value, relative to the greatest magnitude in the row.
 */
public interface LayerNorm extends Kernel {
  /**
   * Computes one row.
   *
   * @param x values
   * @param offset index of the first
   * @param n how many, at least 1
   * @param residual what is added first, or null
   * @param residualOffset index of its first element
   * @param gamma n factors, or null for 1
   * @param beta n terms, or null for 0
   * @param eps added to the variance
   * @param y where results go; may be {@code x} or {@code residual} itself at the same offset
   * @param to index of the first
   */
  void row(
      float[] x,
      int offset,
      int n,
      float[] residual,
      int residualOffset,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to);
}
