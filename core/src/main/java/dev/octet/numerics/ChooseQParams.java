package dev.octet.numerics;

/**
 * Scale and zero point from a range of values: {@code ChooseQuantizationParams}, which exists
 * twice. FBGEMM's (src/QuantUtils.cc), for fused fake quantization, rounds the scale to float
 * before it finds the zero point: {@link #of}. PyTorch's copy ({@code
 * aten/src/ATen/native/quantized/cpu/QuantUtils.h}), for dynamic quantization, finds the zero point
 * with the scale in double: {@link #dynamic}, {@link #choose}. Where the zero point lies half way
 * between two integers, as for every range from -a to a, the two differ. Observers use a third
 * formula.
 *
 * @param scale the scale
 * @param zeroPoint the zero point, within the range of integers asked for
 */
public record ChooseQParams(float scale, int zeroPoint) {
  /** Scales below this are raised to it; FBGEMM's {@code SMALL_SCALE_THRESHOLD}. */
  private static final float SMALL_SCALE = 6.1e-5f;

  /**
   * Chooses as FBGEMM does: so that the range, widened to hold 0.0, maps onto the integers and 0.0
   * onto one of them.
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
    check(min, max);
    if (!(preserveSparsity && min < 0 && max > 0)) {
      float scale = (float) exactScale(min, max, qmin, qmax);
      return new ChooseQParams(
          Math.max(scale, SMALL_SCALE), zeroPoint(min, max, scale, qmin, qmax));
    }
    int least = -((qmax - qmin) / 2 + 1);
    int greatest = (qmax - qmin) / 2;
    double widest = Math.max(Math.abs(min / least), Math.abs(max / greatest));
    // Around the greatest floats the wider range has ends that are none.
    float low = (float) Math.max(widest * least, -Float.MAX_VALUE);
    float high = (float) Math.min(widest * greatest, Float.MAX_VALUE);
    float scale = (float) exactScale(low, high, qmin, qmax);
    return new ChooseQParams(
        Math.max(scale, SMALL_SCALE), (int) Math.rint((double) (qmin + qmax) / 2));
  }

  /**
   * Chooses as PyTorch's dynamic quantization does; see {@link #choose}.
   *
   * @param min least value, finite
   * @param max greatest value, finite
   * @param qmin least integer
   * @param qmax greatest integer
   * @return the parameters; scale 0.1 for an empty range
   * @throws IllegalArgumentException if the range is not finite or is upside down
   */
  public static ChooseQParams dynamic(float min, float max, int qmin, int qmax) {
    float[] scale = new float[1];
    int[] zeroPoint = new int[1];
    choose(min, max, qmin, qmax, scale, zeroPoint, 0);
    return new ChooseQParams(scale[0], zeroPoint[0]);
  }

  /**
   * As {@link #dynamic}, into arrays: one pair for each row of a matrix, without an object for
   * each.
   *
   * @param min least value, finite
   * @param max greatest value, finite
   * @param qmin least integer
   * @param qmax greatest integer
   * @param scales element {@code at} becomes the scale
   * @param zeroPoints element {@code at} becomes the zero point
   * @param at where in both
   * @throws IllegalArgumentException if the range is not finite or is upside down
   */
  public static void choose(
      float min, float max, int qmin, int qmax, float[] scales, int[] zeroPoints, int at) {
    check(min, max);
    double scale = exactScale(min, max, qmin, qmax);
    scales[at] = (float) Math.max(scale, SMALL_SCALE);
    zeroPoints[at] = zeroPoint(min, max, scale, qmin, qmax);
  }

  private static void check(float min, float max) {
    if (!(Float.isFinite(min) && Float.isFinite(max) && min <= max)) {
      throw new IllegalArgumentException("no finite range: min " + min + ", max " + max);
    }
  }

  /** The range, widened to hold 0.0, over the integers; 0.1 where that has no finite reciprocal. */
  private static double exactScale(float min, float max, int qmin, int qmax) {
    double scale = ((double) Math.max(max, 0f) - Math.min(min, 0f)) / (qmax - qmin);
    return (float) scale == 0f || Float.isInfinite(1f / (float) scale) ? 0.1 : scale;
  }

  /**
   * The zero point for a scale that may yet be small: then the range is stretched with it, in
   * float. Of the two candidates, from either end of the range, the one with the smaller terms.
   */
  private static int zeroPoint(float min, float max, double scale, int qmin, int qmax) {
    float least = Math.min(min, 0f);
    float greatest = Math.max(max, 0f);
    if (scale < SMALL_SCALE) {
      if (least == 0f) {
        greatest = SMALL_SCALE * (qmax - qmin);
      } else if (greatest == 0f) {
        least = -SMALL_SCALE * (qmax - qmin);
      } else {
        float amplifier = SMALL_SCALE / (float) scale;
        least *= amplifier;
        greatest *= amplifier;
      }
    }
    double step = Math.max(scale, SMALL_SCALE);
    double termsOfMin = Math.abs(qmin) + Math.abs(least / step);
    double termsOfMax = Math.abs(qmax) + Math.abs(greatest / step);
    double z = termsOfMin < termsOfMax ? qmin - least / step : qmax - greatest / step;
    return (int) Math.rint(Math.clamp(z, (double) qmin, (double) qmax));
  }
}
