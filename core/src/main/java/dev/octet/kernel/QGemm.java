package dev.octet.kernel;

/**
 * Integer matrix product with a packed right-hand side and an output stage:
 *
 * <pre>
 * acc[i][j] = sum over p of (A[i][p] - za[i]) * (B[j][p] - zb[j])   int32, modulo 2^32
 * C[i][j]   = stage(acc[i][j])                                      i &lt; M, j &lt; N, p &lt; K
 * </pre>
 *
 * <p>A is 8 bits, signed or not; B, the weights, likewise; zero points are any integers of their
 * type. Every provider gives the reference's integers bit for bit, and so it does floats, since the
 * stages of {@link QStage} are float32 arithmetic in a stated order.
 */
public interface QGemm extends Kernel {
  /**
   * The greatest K for which no sum can leave int32: {@code 33,025 * 255 * 255 < 2^31}. Callers
   * refuse more.
   */
  int MAX_K = 33_025;

  /**
   * Packs weights for good. What the panels hold is the provider's business.
   *
   * @param b N rows of K, without gaps
   * @param offset index of the first element
   * @param n rows
   * @param k columns, at most {@link #MAX_K}
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoints one for each row, or one for all
   * @return panels
   */
  QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints);

  /**
   * Packs a right-hand side that is known only at run time, the other operand of a product of
   * activations, into borrowed memory.
   *
   * @param b N rows of K, at any strides
   * @param context what lends the memory
   * @return panels, to be given to {@link #release} when they have been used
   */
  QPanels pack(QMatrix b, KernelContext context);

  /**
   * Gives back the memory of panels that were packed at run time.
   *
   * @param b what {@link #pack(QMatrix, KernelContext)} gave
   * @param context what lent the memory
   */
  void release(QPanels b, KernelContext context);

  /**
   * Computes C.
   *
   * @param a activations
   * @param b what {@link #pack} of this very kernel gave
   * @param stage what becomes of an accumulator, and where it goes
   * @param context threads and scratch
   */
  void multiply(QActivations a, QPanels b, QStage stage, KernelContext context);

  /**
   * The left-hand side: M rows of K, each row without gaps.
   *
   * @param array 8-bit integers
   * @param offset index of the first element
   * @param rows M
   * @param cols K
   * @param rowStride distance between rows
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoints one for all rows, or one for each; only the first 1 or M elements are read
   * @param perRow whether there is one zero point for each row
   */
  record QActivations(
      byte[] array,
      int offset,
      int rows,
      int cols,
      int rowStride,
      boolean unsigned,
      int[] zeroPoints,
      boolean perRow) {
    /**
     * The zero point of a row.
     *
     * @param row from 0
     * @return its zero point
     */
    public int zeroPoint(int row) {
      return zeroPoints[perRow ? row : 0];
    }
  }

  /**
   * A matrix of activations: element (i, j) is {@code array[offset + i * rowStride + j *
   * colStride]}. A right-hand side of shape K x N is passed with its strides exchanged.
   *
   * @param array 8-bit integers
   * @param offset index of element (0, 0)
   * @param rows how many rows
   * @param cols how many columns
   * @param rowStride distance between rows
   * @param colStride distance between columns
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoint the integer that stands for 0.0
   */
  record QMatrix(
      byte[] array,
      int offset,
      int rows,
      int cols,
      int rowStride,
      int colStride,
      boolean unsigned,
      int zeroPoint) {}

  /** Packed weights of one provider. */
  interface QPanels {
    /**
     * Rows of B.
     *
     * @return N
     */
    int n();

    /**
     * Columns of B.
     *
     * @return K
     */
    int k();

    /**
     * Memory held, on the heap and off it.
     *
     * @return bytes
     */
    long bytes();
  }
}
