package dev.octet.kernel;

/**
 * What a {@link QGemm} does with its int32 accumulators. Element (i, j) goes to {@code array[offset
 * + i * rowStride + j]}. The arithmetic is {@link dev.octet.numerics.Affine}'s.
 */
public sealed interface QStage {
  /**
   * Keeps accumulators as they are.
   *
   * @param c where they go
   * @param offset index of element (0, 0)
   * @param rowStride distance between rows
   */
  record Int32(int[] c, int offset, int rowStride) implements QStage {}

  /**
   * Turns accumulators into 8-bit integers: {@link dev.octet.numerics.Affine#requantize}. The row's
   * activation scale is the same for all rows and is contained in the multipliers.
   *
   * @param bias bias in accumulators, one for each column, or null
   * @param multipliers {@code (s_x * s_w[j]) / s_y}, one for each column, or one for all
   * @param zeroPoint the output's zero point
   * @param lo least output, within the output's type
   * @param hi greatest output, within the output's type
   * @param c where integers go
   * @param offset index of element (0, 0)
   * @param rowStride distance between rows
   */
  record Requantize(
      float[] bias,
      float[] multipliers,
      int zeroPoint,
      int lo,
      int hi,
      byte[] c,
      int offset,
      int rowStride)
      implements QStage {}

  /**
   * Adds a second quantized input to accumulators and turns the sums into 8-bit integers: {@link
   * dev.octet.numerics.Affine#requantizeAdd}. A convolution and the residual connection after it.
   *
   * @param bias bias in accumulators, one for each column, or null
   * @param scales {@code s_x * s_w[j]}, one for each column, or one for all
   * @param addend the second input; may be {@code c} itself at the same place
   * @param addendOffset index of its element (0, 0)
   * @param addendStride distance between its rows
   * @param addendUnsigned whether its bytes are 0 to 255 rather than -128 to 127
   * @param addendScale its scale
   * @param addendZeroPoint its zero point
   * @param inverseScale {@code 1f / s_y}
   * @param zeroPoint the output's zero point
   * @param lo least output, within the output's type
   * @param hi greatest output, within the output's type
   * @param c where integers go
   * @param offset index of element (0, 0)
   * @param rowStride distance between rows
   */
  record RequantizeAdd(
      float[] bias,
      float[] scales,
      byte[] addend,
      int addendOffset,
      int addendStride,
      boolean addendUnsigned,
      float addendScale,
      int addendZeroPoint,
      float inverseScale,
      int zeroPoint,
      int lo,
      int hi,
      byte[] c,
      int offset,
      int rowStride)
      implements QStage {}

  /**
   * Turns accumulators into real numbers: {@link dev.octet.numerics.Affine#toReal}.
   *
   * @param inputScales the activations' scale: one for all rows, or one for each
   * @param perRow whether there is one input scale for each row
   * @param weightScales the weights' scale: one for each column, or one for all
   * @param bias real bias, one for each column, or null
   * @param relu whether negative results become 0
   * @param c where real numbers go
   * @param offset index of element (0, 0)
   * @param rowStride distance between rows
   */
  record Dequantize(
      float[] inputScales,
      boolean perRow,
      float[] weightScales,
      float[] bias,
      boolean relu,
      float[] c,
      int offset,
      int rowStride)
      implements QStage {
    /**
     * The activation scale of a row.
     *
     * @param row from 0
     * @return its scale
     */
    public float inputScale(int row) {
      return inputScales[perRow ? row : 0];
    }
  }
}
