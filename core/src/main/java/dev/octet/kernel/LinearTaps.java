package dev.octet.kernel;

/**
 * Linear interpolation along one axis: result o is {@code (1 - weight[o]) * x[lower[o]] + weight[o]
 * * x[upper[o]]}.
 *
 * @param size elements along the axis
 * @param lower index of the left neighbour
 * @param upper index of the right neighbour, which is the left one at the end of the axis
 * @param weight of the right neighbour, from 0 to 1
 */
public record LinearTaps(int size, int[] lower, int[] upper, float[] weight) {
  /**
   * Checks that every neighbour exists.
   *
   * @throws IllegalArgumentException if one does not, or the tables differ in length
   */
  public LinearTaps {
    if (lower.length != upper.length || lower.length != weight.length) {
      throw new IllegalArgumentException(
          "%d lower, %d upper neighbours and %d weights differ"
              .formatted(lower.length, upper.length, weight.length));
    }
    for (int o = 0; o < lower.length; o++) {
      if (lower[o] < 0 || lower[o] >= size || upper[o] < 0 || upper[o] >= size) {
        throw new IllegalArgumentException(
            "result %d lies between %d and %d, of %d".formatted(o, lower[o], upper[o], size));
      }
    }
  }

  /**
   * PyTorch's tables ({@code aten/src/ATen/native/UpSample.h}), computed in float32 as there. The
   * source of result o is {@code o * (size - 1) / (out - 1)} with aligned corners, and otherwise
   * {@code max(0, (o + 0.5) / scale - 0.5)}.
   *
   * @param size elements along the axis, at least 1
   * @param out results wanted, at least 1
   * @param alignCorners whether the first and last results are the first and last elements
   * @param scale results for each element, where the caller says so; 0: {@code out / size}. Counts
   *     only without aligned corners
   * @return the tables
   * @throws IllegalArgumentException if a size is below 1 or the scale negative
   */
  public static LinearTaps of(int size, int out, boolean alignCorners, double scale) {
    float step = alignCorners ? aligned(size, out) : AxisIndices.step(size, out, scale);
    int[] lower = new int[out];
    int[] upper = new int[out];
    float[] weight = new float[out];
    for (int o = 0; o < out; o++) {
      float source = alignCorners ? step * o : Math.max(0f, step * (o + 0.5f) - 0.5f);
      lower[o] = Math.min((int) source, size - 1);
      upper[o] = Math.min(lower[o] + 1, size - 1);
      weight[o] = Math.min(source - lower[o], 1f);
    }
    return new LinearTaps(size, lower, upper, weight);
  }

  private static float aligned(int size, int out) {
    AxisIndices.step(size, out, 0);
    return out > 1 ? (float) (size - 1) / (out - 1) : 0f;
  }

  /**
   * An axis that is not interpolated.
   *
   * @param size elements along the axis
   * @return each element with weight 1
   */
  public static LinearTaps still(int size) {
    int[] same = AxisIndices.identity(size);
    return new LinearTaps(size, same, same, new float[size]);
  }

  /**
   * Elements of the result.
   *
   * @return how many there are
   */
  public int out() {
    return lower.length;
  }

  /**
   * Whether every element stays where it is.
   *
   * @return true if so: then the axis takes no part in the arithmetic
   */
  public boolean isStill() {
    boolean still = out() == size;
    for (int o = 0; still && o < size; o++) {
      still = lower[o] == o && weight[o] == 0;
    }
    return still;
  }
}
