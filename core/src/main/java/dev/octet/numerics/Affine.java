package dev.octet.numerics;

/**
 * The normative arithmetic of affine quantization: what every kernel must compute, one number at a
 * time. Written to be read, not to be fast.
 *
 * <p>Sources: PyTorch {@code aten/src/ATen/native/quantized/AffineQuantizerBase.cpp}, FBGEMM {@code
 * include/fbgemm/QuantUtils.h} and {@code OutputProcessing-inl.h}. Two places where those leave the
 * result to the CPU are settled here: NaN quantizes to the zero point, and numbers beyond the
 * integers saturate.
 */
public final class Affine {
  private Affine() {}

  /**
   * Quantizes: {@code clamp(zeroPoint + roundHalfEven(x * (1f / scale)))}. The reciprocal is a
   * float, and the product is rounded to float before it is rounded to an integer.
   *
   * @param x any float; NaN gives the zero point, infinities the ends of the range
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0
   * @param qmin least integer
   * @param qmax greatest integer
   * @return an integer from {@code qmin} to {@code qmax}
   */
  public static int quantize(float x, float scale, int zeroPoint, int qmin, int qmax) {
    float scaled = x * (1f / scale);
    return Float.isNaN(scaled)
        ? zeroPoint
        : (int) Math.clamp(Math.rint(scaled) + zeroPoint, qmin, qmax);
  }

  /**
   * Quantizes with the zero point inside the rounding: {@code clamp(roundHalfEven(fma(x, 1f /
   * scale, zeroPoint)))}, the sum rounded to float once before it is rounded to an integer. Differs
   * from {@link #quantize} only where the product lies within a few float steps of a half.
   *
   * <p>This is how {@code quantized::linear_dynamic} quantizes its input on PyTorch's FBGEMM engine
   * (FBGEMM {@code src/PackAWithQuantRowOffset.cc}, {@code QuantizeAvx2<T, LEGACY = true>}).
   *
   * @param x any float; NaN gives the zero point, infinities the ends of the range
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0, of at most 24 bits
   * @param qmin least integer
   * @param qmax greatest integer
   * @return an integer from {@code qmin} to {@code qmax}
   */
  public static int quantizeFused(float x, float scale, int zeroPoint, int qmin, int qmax) {
    float shifted = Math.fma(x, 1f / scale, (float) zeroPoint);
    return Float.isNaN(shifted) ? zeroPoint : (int) Math.clamp(Math.rint(shifted), qmin, qmax);
  }

  /**
   * Dequantizes: {@code scale * (float) (q - zeroPoint)}, the subtraction in integers.
   *
   * @param q an integer
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0
   * @return the real number
   */
  public static float dequantize(int q, float scale, int zeroPoint) {
    return scale * (float) (q - zeroPoint);
  }

  /**
   * Turns an accumulator of a matrix product into an integer of the output: {@code f = ((float) acc
   * + biasInAccumulators) * multiplier}, clamped to {@code [lo - zeroPoint, hi - zeroPoint]},
   * rounded half to even, plus the zero point. All in float32, in this order, without fused
   * operations.
   *
   * @param acc the sum of products, zero points already taken out
   * @param biasInAccumulators {@code bias / (s_x * s_w)}, see {@link #biasInAccumulators}
   * @param multiplier {@code (s_x * s_w) / s_y}, see {@link #multiplier}
   * @param zeroPoint the output's zero point
   * @param lo least output; the zero point where a ReLU is fused
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}; NaN gives the zero point
   */
  public static int requantize(
      int acc, float biasInAccumulators, float multiplier, int zeroPoint, int lo, int hi) {
    return toInteger(((float) acc + biasInAccumulators) * multiplier, zeroPoint, lo, hi);
  }

  /**
   * Turns a real number in units of the output's scale into an integer: clamped to {@code [lo -
   * zeroPoint, hi - zeroPoint]}, rounded half to even, plus the zero point.
   *
   * @param steps any float
   * @param zeroPoint the output's zero point
   * @param lo least output
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}; NaN gives the zero point
   */
  public static int toInteger(float steps, int zeroPoint, int lo, int hi) {
    if (Float.isNaN(steps)) {
      return Math.clamp(zeroPoint, lo, hi);
    }
    // Clamped as a float: the conversion instruction turns +2^31 into the least integer.
    return (int) Math.rint(Math.clamp(steps, (float) (lo - zeroPoint), (float) (hi - zeroPoint)))
        + zeroPoint;
  }

  /**
   * Adds a second quantized number to an accumulator, as a residual connection does: {@code f =
   * (((float) acc + biasInAccumulators) * scale + (float) (q - addendZeroPoint) * addendScale) *
   * inverseScale}, then as in {@link #requantize}. All in float32, in this order, without fused
   * operations.
   *
   * @param acc the sum of products, zero points already taken out
   * @param biasInAccumulators {@code bias / (s_x * s_w)}
   * @param scale {@code s_x * s_w}, what one unit of the accumulator is worth
   * @param q the second number
   * @param addendZeroPoint its zero point
   * @param addendScale its scale
   * @param inverseScale {@code 1f / s_y}
   * @param zeroPoint the output's zero point
   * @param lo least output; the zero point where a ReLU is fused
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}; NaN gives the zero point
   */
  public static int requantizeAdd(
      int acc,
      float biasInAccumulators,
      float scale,
      int q,
      int addendZeroPoint,
      float addendScale,
      float inverseScale,
      int zeroPoint,
      int lo,
      int hi) {
    float real =
        ((float) acc + biasInAccumulators) * scale + (float) (q - addendZeroPoint) * addendScale;
    return toInteger(real * inverseScale, zeroPoint, lo, hi);
  }

  /**
   * Adds: {@code quantize(dequantize(a) + dequantize(b))}, the sum rounded to float, no operation
   * fused with another (PyTorch {@code quantized::add}, QuantizedOpKernels.cpp).
   *
   * @param a an integer
   * @param pa what it stands for
   * @param b an integer
   * @param pb what it stands for
   * @param py what the result stands for
   * @param lo least output, at most the output's zero point; equal to it where a ReLU is fused
   * @param hi greatest output, at least the output's zero point
   * @return an integer from {@code lo} to {@code hi}
   */
  public static int add(int a, ByteParams pa, int b, ByteParams pb, ByteParams py, int lo, int hi) {
    float sum =
        dequantize(a, pa.scale(), pa.zeroPoint()) + dequantize(b, pb.scale(), pb.zeroPoint());
    return quantize(sum, py.scale(), py.zeroPoint(), lo, hi);
  }

  /**
   * Multiplies: {@link #requantize} of {@code (a - z_a) * (b - z_b)} without bias, with {@link
   * #multiplier} (PyTorch {@code quantized::mul}, QuantizedOpKernels.cpp).
   *
   * @param a an integer
   * @param pa what it stands for
   * @param b an integer
   * @param pb what it stands for
   * @param py what the result stands for
   * @param lo least output; the zero point where a ReLU is fused
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}
   */
  public static int multiply(
      int a, ByteParams pa, int b, ByteParams pb, ByteParams py, int lo, int hi) {
    int product = (a - pa.zeroPoint()) * (b - pb.zeroPoint());
    float multiplier = multiplier(pa.scale(), pb.scale(), py.scale());
    return requantize(product, 0f, multiplier, py.zeroPoint(), lo, hi);
  }

  /**
   * Multiplies by one of two slopes: {@code f = (float) (q - z_x) * (q < z_x ? negative :
   * positive)}, made an integer by {@link #toInteger}. This is PReLU and leaky ReLU: {@code
   * positive = s_x / s_y} and {@code negative = slope * (s_x / s_y)}.
   *
   * @param q an integer
   * @param inputZeroPoint its zero point
   * @param positive factor from the zero point on
   * @param negative factor below
   * @param zeroPoint the output's zero point
   * @param lo least output
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}
   */
  public static int slope(
      int q, int inputZeroPoint, float positive, float negative, int zeroPoint, int lo, int hi) {
    float f = (float) (q - inputZeroPoint) * (q < inputZeroPoint ? negative : positive);
    return toInteger(f, zeroPoint, lo, hi);
  }

  /**
   * Normalizes: {@code f = (((float) q - center) * rowFactor) * factor + shift}, three or four
   * roundings in this order, made an integer by {@link #toInteger}. Factor and shift are in units
   * of the output's scale.
   *
   * @param q an integer
   * @param center what is taken off first: a mean, or the zero point
   * @param rowFactor factor of the whole row; 1 does nothing
   * @param factor factor of this channel
   * @param shift term of this channel
   * @param zeroPoint the output's zero point
   * @param lo least output
   * @param hi greatest output
   * @return an integer from {@code lo} to {@code hi}
   */
  public static int normalize(
      int q,
      float center,
      float rowFactor,
      float factor,
      float shift,
      int zeroPoint,
      int lo,
      int hi) {
    float f = (((float) q - center) * rowFactor) * factor + shift;
    return toInteger(f, zeroPoint, lo, hi);
  }

  /**
   * The bias in units of the accumulator, computed once, when weights are packed.
   *
   * @param bias the real bias
   * @param inputScale scale of the activations
   * @param weightScale scale of the weights of this channel
   * @return {@code bias / (inputScale * weightScale)}
   */
  public static float biasInAccumulators(float bias, float inputScale, float weightScale) {
    return bias / (inputScale * weightScale);
  }

  /**
   * What one unit of the accumulator is worth in units of the output, computed once.
   *
   * @param inputScale scale of the activations
   * @param weightScale scale of the weights of this channel
   * @param outputScale scale of the output
   * @return {@code (inputScale * weightScale) / outputScale}
   */
  public static float multiplier(float inputScale, float weightScale, float outputScale) {
    return (inputScale * weightScale) / outputScale;
  }

  /**
   * Turns an accumulator into a real number: {@code (float) acc * (s_x * s_w) + bias}, two
   * roundings (FBGEMM's {@code ReQuantizeForFloat}).
   *
   * @param acc the sum of products, zero points already taken out
   * @param inputScale scale of the activations of this row
   * @param weightScale scale of the weights of this channel
   * @param bias the real bias, 0 when there is none
   * @return the real number
   */
  public static float toReal(int acc, float inputScale, float weightScale, float bias) {
    return (float) acc * (inputScale * weightScale) + bias;
  }
}
