package dev.octet.kernel;

/**
 * A matrix of floats somewhere in an array: element (i, j) is {@code array[offset + i * rowStride +
 * j * colStride]}. Any strides: a transposed matrix, or one head of an attention layer, is a matter
 * of numbers, not of copies.
 *
 * @param array the array
 * @param offset index of element (0, 0)
 * @param rows how many rows
 * @param cols how many columns
 * @param rowStride distance between rows
 * @param colStride distance between columns
 */
public record FloatMatrix(
    float[] array, int offset, int rows, int cols, int rowStride, int colStride) {
  /**
   * A row-major matrix without gaps.
   *
   * @param array the array
   * @param offset index of element (0, 0)
   * @param rows how many rows
   * @param cols how many columns
   * @return the matrix
   */
  public static FloatMatrix of(float[] array, int offset, int rows, int cols) {
    return new FloatMatrix(array, offset, rows, cols, cols, 1);
  }

  /**
   * The same elements with rows and columns exchanged.
   *
   * @return the transposed view
   */
  public FloatMatrix transposed() {
    return new FloatMatrix(array, offset, cols, rows, colStride, rowStride);
  }
}
