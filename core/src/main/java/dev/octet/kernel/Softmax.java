package dev.octet.kernel;

/**
 * Softmax of one row, with what attention puts before it:
 *
 * <pre>t[i] = x[i] * scale + addend[i],   y[i] = exp(t[i] - max t) / sum of exp(t - max t)</pre>
 *
 * <p>Within 1e-6 of the exact value. A row whose greatest t is -infinity gives NaN, as PyTorch's
 * does.
 */
public interface Softmax extends Kernel {
  /**
   * Computes one row.
   *
   * @param x arguments
   * @param offset index of the first
   * @param n how many, at least 1
   * @param scale factor of every argument; 1 for plain softmax
   * @param addend what is added, such as an attention mask, or null
   * @param addendOffset index of its first element
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void row(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to);
}
