package dev.octet.kernel;

/**
 * Layer normalization of one row (Ba, Kiros and Hinton, 2016), of a sum when there is a residual:
 *
 * <pre>t = x + residual,   y[i] = (t[i] - mean t) / sqrt(variance t + eps) * gamma[i] + beta[i]
 * </pre>
 *
 * <p>The variance is the biased one, computed from the differences to the mean. The sum t is
 * rounded. From there on, with u[i] the result before gamma and beta, y[i] is within
 *
 * <pre>(n / 4 + 16) * 2^-24 * (1 + s)^2 * (|gamma[i]| * (1 + |u[i]|) + |beta[i]|)</pre>
 *
 * <p>of the exact value; s is {@code n / 4 * 2^-24 * |mean t| / sqrt(variance t + eps)}, which is
 * nothing unless a row lies far from 0. Squares of the differences must not leave float.
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
