package dev.octet.tensor;

import java.util.Arrays;

/**
 * What turns quantized integers into real numbers: {@code real = scale * (q - zeroPoint)}, with one
 * pair for the whole tensor or one for each index along an axis.
 *
 * @param scales one scale, or one for each channel; each a positive normal float
 * @param zeroPoints as many as scales; the integer that stands for 0.0
 * @param axis the channel axis, from 0; {@link #PER_TENSOR} when there is one pair
 */
public record QParams(float[] scales, int[] zeroPoints, int axis) {
  /** The {@link #axis} of parameters that hold for the whole tensor. */
  public static final int PER_TENSOR = -1;

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if a scale is not a positive normal float, the counts differ,
   *     or the axis does not fit the count
   */
  public QParams {
    scales = scales.clone();
    zeroPoints = zeroPoints.clone();
    if (scales.length == 0 || scales.length != zeroPoints.length) {
      throw new IllegalArgumentException(
          "expected as many scales as zero points and at least one, got "
              + scales.length
              + " and "
              + zeroPoints.length);
    }
    if (axis < PER_TENSOR || (axis == PER_TENSOR && scales.length != 1)) {
      throw new IllegalArgumentException(
          "axis "
              + axis
              + " does not fit "
              + scales.length
              + " scales: per tensor is axis -1, one");
    }
    for (int i = 0; i < scales.length; i++) {
      if (!(scales[i] >= Float.MIN_NORMAL && scales[i] <= Float.MAX_VALUE)) {
        throw new IllegalArgumentException(
            "scale " + scales[i] + " of channel " + i + " is not a positive normal float");
      }
    }
  }

  /**
   * One pair for a whole tensor.
   *
   * @param scale a positive normal float
   * @param zeroPoint the integer that stands for 0.0
   * @return the parameters
   */
  public static QParams perTensor(float scale, int zeroPoint) {
    return new QParams(new float[] {scale}, new int[] {zeroPoint}, PER_TENSOR);
  }

  /**
   * One pair for each channel.
   *
   * @param axis the channel axis, from 0
   * @param scales one for each channel
   * @param zeroPoints one for each channel
   * @return the parameters
   */
  public static QParams perChannel(int axis, float[] scales, int[] zeroPoints) {
    if (axis < 0) {
      throw new IllegalArgumentException("channel axis " + axis + " is below 0");
    }
    return new QParams(scales, zeroPoints, axis);
  }

  /**
   * Whether there is one pair for each channel.
   *
   * @return false when one pair holds for the whole tensor
   */
  public boolean isPerChannel() {
    return axis != PER_TENSOR;
  }

  /**
   * The number of pairs.
   *
   * @return 1, or the number of channels
   */
  public int count() {
    return scales.length;
  }

  /**
   * One scale.
   *
   * @param channel the channel; 0 when per tensor
   * @return its scale
   */
  public float scale(int channel) {
    return scales[channel];
  }

  /**
   * One zero point.
   *
   * @param channel the channel; 0 when per tensor
   * @return its zero point
   */
  public int zeroPoint(int channel) {
    return zeroPoints[channel];
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
  public int[] zeroPoints() {
    return zeroPoints.clone();
  }

  /** The parameters of some neighbouring channels. */
  QParams channels(int from, int count) {
    float[] s = new float[count];
    int[] z = new int[count];
    for (int i = 0; i < count; i++) {
      s[i] = scales[from + i];
      z[i] = zeroPoints[from + i];
    }
    return new QParams(s, z, axis);
  }

  QParams onAxis(int newAxis) {
    return newAxis == axis ? this : new QParams(scales, zeroPoints, newAxis);
  }

  /** Checks these parameters against a tensor's type and shape. */
  void check(DType dtype, Shape shape) {
    if (isPerChannel() && (axis >= shape.rank() || shape.dim(axis) != scales.length)) {
      throw new IllegalArgumentException(
          scales.length + " scales along axis " + axis + " do not fit shape " + shape);
    }
    int qmin = dtype.qmin();
    int qmax = dtype.qmax();
    for (int i = 0; i < zeroPoints.length; i++) {
      if (zeroPoints[i] < qmin || zeroPoints[i] > qmax) {
        throw new IllegalArgumentException(
            "zero point "
                + zeroPoints[i]
                + " outside "
                + dtype
                + " range ["
                + qmin
                + ", "
                + qmax
                + "] for channel "
                + i);
      }
    }
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof QParams p
        && axis == p.axis
        && Arrays.equals(scales, p.scales)
        && Arrays.equals(zeroPoints, p.zeroPoints);
  }

  @Override
  public int hashCode() {
    return 31 * (31 * Arrays.hashCode(scales) + Arrays.hashCode(zeroPoints)) + axis;
  }

  /** {@return {@code scale=0.1, zeroPoint=3}, or the axis and the first few pairs} */
  @Override
  public String toString() {
    if (!isPerChannel()) {
      return "scale=" + scales[0] + ", zeroPoint=" + zeroPoints[0];
    }
    int shown = Math.min(4, scales.length);
    String more = shown < scales.length ? ", … " + scales.length + " in all" : "";
    return "axis="
        + axis
        + ", scales="
        + Arrays.toString(Arrays.copyOf(scales, shown))
        + ", zeroPoints="
        + Arrays.toString(Arrays.copyOf(zeroPoints, shown))
        + more;
  }
}
