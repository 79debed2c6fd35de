package dev.octet.kernel;

/**
 * What becomes of a float sum of output pixel i and channel j: {@code c[offset + i * rowStride + j]
 * = clamp(sum + bias[j] + addend[addendOffset + i * addendStride + j], lo, hi)}. NaN stays NaN.
 *
 * @param bias one for each column, or null
 * @param addend a second input, such as a residual connection, or null; may be {@code c} itself at
 *     the same place
 * @param addendOffset index of its element (0, 0)
 * @param addendStride distance between its rows
 * @param lo least result; negative infinity where there is no limit, 0 for a ReLU
 * @param hi greatest result; infinity where there is no limit, 6 for a ReLU6
 * @param c where results go
 * @param offset index of element (0, 0)
 * @param rowStride distance between rows
 */
public record FloatStage(
    float[] bias,
    float[] addend,
    int addendOffset,
    int addendStride,
    float lo,
    float hi,
    float[] c,
    int offset,
    int rowStride) {
  /**
   * Only a bias.
   *
   * @param bias one for each column, or null
   * @param c where results go
   * @param offset index of element (0, 0)
   * @param rowStride distance between rows
   * @return the stage
   */
  public static FloatStage of(float[] bias, float[] c, int offset, int rowStride) {
    return new FloatStage(
        bias, null, 0, 0, Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, c, offset, rowStride);
  }

  /**
   * The same with limits.
   *
   * @param least least result
   * @param greatest greatest result
   * @return the stage
   */
  public FloatStage clamped(float least, float greatest) {
    return new FloatStage(
        bias, addend, addendOffset, addendStride, least, greatest, c, offset, rowStride);
  }

  /**
   * The same with a second input.
   *
   * @param array the second input
   * @param at index of its element (0, 0)
   * @param stride distance between its rows
   * @return the stage
   */
  public FloatStage plus(float[] array, int at, int stride) {
    return new FloatStage(bias, array, at, stride, lo, hi, c, offset, rowStride);
  }

  /**
   * Whether results are more than sum and bias.
   *
   * @return whether there is an addend or a limit
   */
  public boolean changes() {
    return addend != null || lo > Float.NEGATIVE_INFINITY || hi < Float.POSITIVE_INFINITY;
  }
}
