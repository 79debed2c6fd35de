package dev.octet.observe;

import java.util.Arrays;

/**
 * Scales and float zero points of each channel: {@code q = clamp(rint(x / scale + zeroPoint))},
 * {@code x = (q - zeroPoint) * scale} (PyTorch: {@code per_channel_affine_float_qparams}, used for
 * the rows of embeddings).
 *
 * @param scales one for each channel; each a positive normal float
 * @param zeroPoints one for each channel; each finite
 * @param axis the channel axis, from 0
 */
public record FloatQParams(float[] scales, float[] zeroPoints, int axis) {
  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the counts differ or are 0, the axis is below 0, a scale is
   *     not a positive normal float, or a zero point is not finite
   */
  public FloatQParams {
    scales = scales.clone();
    zeroPoints = zeroPoints.clone();
    if (scales.length == 0 || scales.length != zeroPoints.length || axis < 0) {
      throw new IllegalArgumentException(
          "expected as many scales as zero points, at least one, and an axis, got "
              + scales.length
              + ", "
              + zeroPoints.length
              + " and axis "
              + axis);
    }
    for (int c = 0; c < scales.length; c++) {
      if (!(scales[c] >= Float.MIN_NORMAL && scales[c] <= Float.MAX_VALUE)
          || !Float.isFinite(zeroPoints[c])) {
        throw new IllegalArgumentException(
            "channel "
                + c
                + ": scale "
                + scales[c]
                + " must be a positive normal float and zero point "
                + zeroPoints[c]
                + " finite");
      }
    }
  }

  /**
   * The scales.
   *
   * @return a copy
   */
  @Override
  public float[] scales() {
    return scales.clone();
  }

  /**
   * The zero points.
   *
   * @return a copy
   */
  @Override
  public float[] zeroPoints() {
    return zeroPoints.clone();
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof FloatQParams p
        && axis == p.axis
        && Arrays.equals(scales, p.scales)
        && Arrays.equals(zeroPoints, p.zeroPoints);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(scales) + Arrays.hashCode(zeroPoints)) + axis;
  }

  /** {@return the axis, the number of channels and the first few of them} */
  @Override
  public String toString() {
    int shown = Math.min(4, scales.length);
    return "axis="
        + axis
        + ", channels="
        + scales.length
        + ", scales="
        + Arrays.toString(Arrays.copyOf(scales, shown))
        + ", zeroPoints="
        + Arrays.toString(Arrays.copyOf(zeroPoints, shown));
  }
}
