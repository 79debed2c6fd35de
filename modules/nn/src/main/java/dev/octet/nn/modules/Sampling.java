package dev.octet.nn.modules;

import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.LinearTaps;

/**
 * How an axis is sampled anew: where result o lies among the elements, and which of them it takes.
 * Names and meanings are ONNX's (Resize: coordinate_transformation_mode, nearest_mode); {@link
 * Coordinates} and {@link Rounding} have the equations.
 *
 * @param linear whether neighbours are interpolated, rather than the nearest taken
 * @param coordinates where results lie
 * @param rounding which neighbour is the nearest; of no meaning where neighbours are interpolated
 */
public record Sampling(boolean linear, Coordinates coordinates, Rounding rounding) {
  /** PyTorch's mode {@code nearest}. */
  public static final Sampling NEAREST =
      new Sampling(false, Coordinates.ASYMMETRIC, Rounding.FLOOR);

  /** PyTorch's mode {@code nearest-exact}. */
  public static final Sampling NEAREST_EXACT =
      new Sampling(false, Coordinates.HALF_PIXEL, Rounding.PREFER_CEIL);

  /** PyTorch's modes {@code linear}, {@code bilinear} and {@code trilinear}. */
  public static final Sampling LINEAR = new Sampling(true, Coordinates.HALF_PIXEL, Rounding.FLOOR);

  /** The same with aligned corners. */
  public static final Sampling LINEAR_ALIGNED =
      new Sampling(true, Coordinates.ALIGN_CORNERS, Rounding.FLOOR);

  /** Where result o of {@code out} lies among {@code size} elements, s results for each. */
  public enum Coordinates {
    /** {@code (o + 0.5) / s - 0.5}. */
    HALF_PIXEL,
    /** The same, but 0 where there is one result. */
    PYTORCH_HALF_PIXEL,
    /** {@code o * (size - 1) / (out - 1)}, 0 where there is one result. */
    ALIGN_CORNERS,
    /** {@code o / s}. */
    ASYMMETRIC
  }

  /** What the nearest element is. */
  public enum Rounding {
    /** The one before. */
    FLOOR,
    /** The one behind. */
    CEIL,
    /** The nearer one, of two the one before. */
    PREFER_FLOOR,
    /** The nearer one, of two the one behind. */
    PREFER_CEIL
  }

  /** Which element each result takes; a scale of 0 stands for {@code out / size}. */
  int[] nearest(int size, int out, double scale) {
    if (equals(NEAREST)) {
      return AxisIndices.nearest(size, out, scale);
    }
    if (equals(NEAREST_EXACT)) {
      return AxisIndices.nearestExact(size, out, scale);
    }
    int[] indices = new int[out];
    for (int o = 0; o < out; o++) {
      double at = source(o, size, out, scale);
      double near =
          switch (rounding) {
            case FLOOR -> Math.floor(at);
            case CEIL -> Math.ceil(at);
            case PREFER_FLOOR -> Math.ceil(at - 0.5);
            case PREFER_CEIL -> Math.floor(at + 0.5);
          };
      indices[o] = (int) Math.clamp(near, 0, size - 1);
    }
    return indices;
  }

  /** The neighbours of each result; a scale of 0 stands for {@code out / size}. */
  LinearTaps taps(int size, int out, double scale) {
    boolean aligned = coordinates == Coordinates.ALIGN_CORNERS;
    if (aligned || coordinates == Coordinates.HALF_PIXEL) {
      return LinearTaps.of(size, out, aligned, scale);
    }
    int[] lower = new int[out];
    int[] upper = new int[out];
    float[] weight = new float[out];
    for (int o = 0; o < out; o++) {
      double at = Math.clamp(source(o, size, out, scale), 0, size - 1);
      lower[o] = (int) at;
      upper[o] = Math.min(lower[o] + 1, size - 1);
      weight[o] = (float) (at - lower[o]);
    }
    return new LinearTaps(size, lower, upper, weight);
  }

  private double source(int o, int size, int out, double scale) {
    double s = scale > 0 ? scale : (double) out / size;
    return switch (coordinates) {
      case HALF_PIXEL -> (o + 0.5) / s - 0.5;
      case PYTORCH_HALF_PIXEL -> out > 1 ? (o + 0.5) / s - 0.5 : 0;
      case ALIGN_CORNERS -> out > 1 ? o * (size - 1.0) / (out - 1) : 0;
      case ASYMMETRIC -> o / s;
    };
  }
}
