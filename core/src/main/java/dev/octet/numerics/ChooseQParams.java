package dev.octet.numerics;

/**
 * Scale and zero point from a range of values, as dynamic quantization and fused fake quantization
 * choose them: FBGEMM's {@code ChooseQuantizationParams} (src/QuantUtils.cc). Observers use another
 * formula.
 *
 * @param scale the scale
 * @param zeroPoint the zero point, within the range of integers asked for
 */
public record ChooseQParams(float scale, int zeroPoint) {
  /** Scales below this are raised to it; FBGEMM's {@code SMALL_SCALE_THRESHOLD}. */
  private static final float SMALL_SCALE = 6.1e-5f;

  /**
   * Chooses so that the range, widened to hold 0.0, maps onto the integers and 0.0 onto one of
   * them.
   *
   * @param min least value, finite
   * @param max greatest value, finite
   * @param qmin least integer
   * @param qmax greatest integer
   * @param preserveSparsity whether 0.0 must map to the middle of the integers when the range has
   *     both signs
   * @return the parameters; scale 0.1 for an empty range
   * @throws IllegalArgumentException if the range is not finite or is upside down
   */
  public static ChooseQParams of(
      float min, float max, int qmin, int qmax, boolean preserveSparsity) {
    float[] scale = new float[1];
    int[] zeroPoint = new int[1];
    choose(min, max, qmin, qmax, preserveSparsity, scale, zeroPoint, 0);
    return new ChooseQParams(scale[0], zeroPoint[0]);
  }

  /**
   * As {@link #of}, into arrays: one pair for each row of a matrix, without an object for each.
   *
   * @param min least value, finite
   * @param max greatest value, finite
   * @param qmin least integer
   * @param qmax greatest integer
   * @param preserveSparsity see {@link #of}
   * @param scales element {@code at} becomes the scale
   * @param zeroPoints element {@code at} becomes the zero point
   * @param at where in both
   * @throws IllegalArgumentException if the range is not finite or is upside down
   */
  public static void choose(
      float min,
      float max,
      int qmin,
      int qmax,
      boolean preserveSparsity,
      float[] scales,
      int[] zeroPoints,
      int at) {
    if (!(Float.isFinite(min) && Float.isFinite(max) && min <= max)) {
      throw new IllegalArgumentException("no finite range: min " + min + ", max " + max);
    }
    boolean symmetric = preserveSparsity && min < 0 && max > 0;
    if (symmetric) {
      int least = -((qmax - qmin) / 2 + 1);
      int greatest = (qmax - qmin) / 2;
      double widest = Math.max(Math.abs((double) min / least), Math.abs((double) max / greatest));
      min = (float) (widest * least);
      max = (float) (widest * greatest);
    }
    min = Math.min(min, 0f);
    max = Math.max(max, 0f);
    float scale = (float) (((double) max - min) / (qmax - qmin));
    if (scale == 0f || Float.isInfinite(1f / scale)) {
      scale = 0.1f;
    }
    if (scale < SMALL_SCALE) {
      float amplified = SMALL_SCALE / scale;
      scale = SMALL_SCALE;
      if (min == 0f) {
        max = SMALL_SCALE * (qmax - qmin);
      } else if (max == 0f) {
        min = -SMALL_SCALE * (qmax - qmin);
      } else {
        min *= amplified;
        max *= amplified;
      }
    }
    scales[at] = scale;
    zeroPoints[at] = zeroPoint(min, max, scale, qmin, qmax, symmetric);
  }

  private static int zeroPoint(
      float min, float max, double scale, int qmin, int qmax, boolean symmetric) {
    double fromMin = qmin - min / scale;
    double fromMax = qmax - max / scale;
    double errorOfMin = Math.abs(qmin) + Math.abs(min / scale);
    double errorOfMax = Math.abs(qmax) + Math.abs(max / scale);
    double z = errorOfMin < errorOfMax ? fromMin : fromMax;
    if (symmetric) {
      z = (qmin + qmax) / 2.0;
    }
    return (int) Math.rint(Math.clamp(z, (double) qmin, (double) qmax));
  }
}
