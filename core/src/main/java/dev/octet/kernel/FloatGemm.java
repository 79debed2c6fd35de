package dev.octet.kernel;

/**
 * Float matrix product with a packed right-hand side:
 *
 * <pre>C[i][j] = sum over p of A[i][p] * B[j][p]  (+ bias[j])     i &lt; M, j &lt; N, p &lt; K
 * </pre>
 *
 * <p>B is given by rows of K, as the weights of a linear layer are; a B of shape K x N is passed
 * {@linkplain FloatMatrix#transposed transposed}. The order of the sum is the provider's: C[i][j]
 * is within {@code nu / (1 - nu)} of the exact value, {@code nu = (K + 2) * 2^-24}, relative to the
 * sum of the magnitudes {@code |A[i][p] * B[j][p]|} and {@code |bias[j]|}.
 */
public interface FloatGemm extends Kernel {
  /**
   * Packs B for good: weights. What the array holds is the provider's business.
   *
   * @param b N rows of K
   * @return panels in an array of their own
   */
  default FloatPanels pack(FloatMatrix b) {
    float[] array = new float[packedSize(b.rows(), b.cols())];
    return pack(b, array);
  }

  /**
   * Packs B into a borrowed array: a product of two activations.
   *
   * @param b N rows of K
   * @param into at least {@link #packedSize} long, overwritten
   * @return panels in {@code into}
   */
  FloatPanels pack(FloatMatrix b, float[] into);

  /**
   * The length of the array that packing needs.
   *
   * @param n rows of B
   * @param k columns of B
   * @return a number of floats
   */
  int packedSize(int n, int k);

  /**
   * Computes C. C shares no element with A or B.
   *
   * @param a M rows of K, any strides
   * @param b what {@code pack} of this very kernel gave
   * @param bias N floats to add, or null
   * @param c M rows of N, column stride 1, overwritten
   * @param context threads and scratch
   */
  void multiply(FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context);

  /**
   * Packed B.
   *
   * @param array the packed elements, from index 0
   * @param n rows of B
   * @param k columns of B
   */
  record FloatPanels(float[] array, int n, int k) {}
}
