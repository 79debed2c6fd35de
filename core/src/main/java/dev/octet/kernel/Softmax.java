package dev.octet.kernel;

/**
 * Softmax of one row, with what attention puts before it:
 *
 * <pre>t[i] = x[i] * scale + addend[i],   y[i] = exp(t[i] - max t) / sum of exp(t - max t)</pre>
 *
 * <p>Both operations of t are rounded. From there on, with d = max t - t[i], y[i] is within {@code
 * (n / 4 + 8 + d) * 2^-24} of the exact value, relative to it: the n / 4 are the sum's, whose order
 * is left open, and d the difference's, which is rounded. Where {@code e^-d} is less than the least
 * normal float, y[i] may be 0. A row whose greatest t is -infinity gives NaN, as PyTorch's does.
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
