package dev.octet.kernel;

/**
 * Tables for {@link Rearrange}'s gathering along one axis: which element each result takes, -1 for
 * the value that fills. Padding by one of these for each axis, and upsampling to the nearest
 * neighbour, are all of this kind.
 */
public final class AxisIndices {
  private AxisIndices() {}

  /**
   * Every element, in order.
   *
   * @param size elements along the axis
   * @return 0, 1, ...
   */
  public static int[] identity(int size) {
    int[] indices = new int[size];
    for (int o = 0; o < size; o++) {
      indices[o] = o;
    }
    return indices;
  }

  /** What {@link #padded} puts beside an axis. */
  public enum Padding {
    /** A value of the caller's. */
    CONSTANT,
    /** The axis read backwards from its end, without the end itself. */
    REFLECT,
    /** The element at the end, again and again. */
    REPLICATE,
    /** The axis from its other end. */
    CIRCULAR
  }

  /**
   * An axis with padding, by PyTorch's {@code torch.nn.functional.pad}. Negative padding cuts
   * elements off.
   *
   * @param kind what to put there
   * @param size elements along the axis
   * @param before how many in front
   * @param after how many behind
   * @return {@code before + size + after} indices
   * @throws IllegalArgumentException if there are too few elements to reflect or to repeat, or
   *     fewer than none are left
   */
  public static int[] padded(Padding kind, int size, int before, int after) {
    int most =
        switch (kind) {
          case CONSTANT -> Integer.MAX_VALUE;
          case REFLECT -> size - 1;
          case REPLICATE -> size == 0 ? 0 : Integer.MAX_VALUE;
          case CIRCULAR -> size;
        };
    long out = (long) before + size + after;
    if (before > most || after > most || out < 0 || out > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "%s padding of %d and %d around %d elements".formatted(kind, before, after, size));
    }
    int[] indices = new int[(int) out];
    for (int o = 0; o < indices.length; o++) {
      int i = o - before;
      boolean inside = i >= 0 && i < size;
      indices[o] =
          switch (kind) {
            case CONSTANT -> inside ? i : -1;
            case REFLECT -> i < 0 ? -i : inside ? i : 2 * (size - 1) - i;
            case REPLICATE -> Math.clamp(i, 0, size - 1);
            case CIRCULAR -> Math.floorMod(i, size);
          };
    }
    return indices;
  }

  /**
   * The nearest neighbour as PyTorch's mode {@code nearest} takes it: {@code floor(o / scale)}, in
   * float32 ({@code aten/src/ATen/native/UpSample.h}).
   *
   * @param size elements along the axis, at least 1
   * @param out results wanted, at least 1
   * @param scale results for each element, where the caller says so; 0: {@code out / size}
   * @return the indices
   * @throws IllegalArgumentException if a size is below 1 or the scale negative
   */
  public static int[] nearest(int size, int out, double scale) {
    float step = step(size, out, scale);
    int[] indices = new int[out];
    for (int o = 0; o < out; o++) {
      indices[o] = Math.min((int) (o * step), size - 1);
    }
    return indices;
  }

  /**
   * The nearest neighbour as PyTorch's mode {@code nearest-exact} takes it: {@code floor((o + 0.5)
   * / scale)}, in float32.
   *
   * @param size elements along the axis, at least 1
   * @param out results wanted, at least 1
   * @param scale results for each element, where the caller says so; 0: {@code out / size}
   * @return the indices
   * @throws IllegalArgumentException if a size is below 1 or the scale negative
   */
  public static int[] nearestExact(int size, int out, double scale) {
    float step = step(size, out, scale);
    int[] indices = new int[out];
    for (int o = 0; o < out; o++) {
      indices[o] = Math.min((int) ((o + 0.5f) * step), size - 1);
    }
    return indices;
  }

  /** Elements for each result. */
  static float step(int size, int out, double scale) {
    if (size < 1 || out < 1 || !(scale >= 0)) {
      throw new IllegalArgumentException(
          "resampling of %d elements into %d, scale %s".formatted(size, out, scale));
    }
    return scale > 0 ? (float) (1 / scale) : (float) size / out;
  }
}
