package dev.octet.kernel;

import dev.octet.numerics.Affine;

/**
 * Between floats and 8-bit integers. All integers are the reference's, bit for bit.
 *
 * <p>NaN quantizes to the zero point, infinities to the ends of the range; neither counts when a
 * least or greatest value is looked for.
 */
public interface Quantizer extends Kernel {
  /**
   * The least and the greatest finite value. Which of 0.0 and -0.0 is given where both are least or
   * greatest is left open.
   *
   * @param x values
   * @param offset index of the first
   * @param n how many
   * @param minMax element {@code at} becomes the least, {@code at + 1} the greatest; +infinity and
   *     -infinity when no value is finite
   * @param at where in {@code minMax}
   */
  void minMax(float[] x, int offset, int n, float[] minMax, int at);

  /**
   * Quantizes with one scale and zero point: {@link dev.octet.numerics.Affine#quantize}.
   *
   * @param x real numbers
   * @param offset index of the first
   * @param n how many
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0, from {@code qmin} to {@code qmax}
   * @param qmin least integer
   * @param qmax greatest integer
   * @param q where integers go
   * @param to index of the first
   */
  void quantize(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to);

  /**
   * Quantizes with the zero point inside the rounding: {@link
   * dev.octet.numerics.Affine#quantizeFused}.
   *
   * @param x real numbers
   * @param offset index of the first
   * @param n how many
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0
   * @param qmin least integer
   * @param qmax greatest integer
   * @param q where integers go
   * @param to index of the first
   */
  default void quantizeFused(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    for (int i = 0; i < n; i++) {
      q[to + i] = (byte) Affine.quantizeFused(x[offset + i], scale, zeroPoint, qmin, qmax);
    }
  }

  /**
   * Dequantizes with one scale and zero point: {@link dev.octet.numerics.Affine#dequantize}.
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0
   * @param x where real numbers go
   * @param to index of the first
   */
  void dequantize(
      byte[] q, int offset, int n, boolean unsigned, float scale, int zeroPoint, float[] x, int to);

  /**
   * Expands a row of an 8-bit embedding table: {@code x = (float) q * scale + bias}, q from 0 to
   * 255, two roundings (FBGEMM's fused 8-bit rows, src/QuantUtils.cc).
   *
   * @param q integers
   * @param offset index of the first
   * @param n how many
   * @param scale the row's scale
   * @param bias the row's bias
   * @param x where real numbers go
   * @param to index of the first
   */
  void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to);
}
