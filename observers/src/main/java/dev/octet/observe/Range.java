package dev.octet.observe;

import dev.octet.tensor.FloatTensor;

/** The least and the greatest of some finite values. */
record Range(float min, float max) {
  /** The range of no value. */
  static final Range NONE = new Range(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

  /**
   * The range of a tensor's values, in whatever order they lie.
   *
   * @throws IllegalArgumentException if one is NaN or infinite, naming it
   */
  static Range of(FloatTensor values) {
    float[] array = values.array();
    int from = values.offset();
    int to = from + values.shape().size();
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = from; i < to; i++) {
      min = Math.min(min, array[i]);
      max = Math.max(max, array[i]);
    }
    Range range = of(min, max);
    if (from < to && !range.isFinite()) {
      throw notFinite(values);
    }
    return range;
  }

  /** A range without negative zeros, which would make equal ranges differ. */
  static Range of(float min, float max) {
    return new Range(min + 0f, max + 0f);
  }

  /** Names the first value that is not finite. */
  static IllegalArgumentException notFinite(FloatTensor values) {
    float[] inOrder = values.toArray();
    int i = 0;
    while (Float.isFinite(inOrder[i])) {
      i++;
    }
    return new IllegalArgumentException(
        "value " + inOrder[i] + " at index " + i + " is not finite");
  }

  boolean isEmpty() {
    return min > max;
  }

  boolean isFinite() {
    return Float.isFinite(min) && Float.isFinite(max);
  }

  boolean isConstant() {
    return min == max;
  }

  Range requireSeen() {
    if (isEmpty()) {
      throw new IllegalStateException("the observer has seen no value");
    }
    return this;
  }

  Range union(Range other) {
    return new Range(Math.min(min, other.min), Math.max(max, other.max));
  }

  /**
   * This range, moved by part of the distance to another one: {@code x + c (y - x)}, as PyTorch
   * rounds it.
   */
  Range towards(Range other, float c) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    float low = between(min, other.min, c);
    // rounding may turn a range of neighbouring floats upside down
    return of(low, Math.max(low, between(max, other.max, c)));
  }

  private static float between(float x, float y, float c) {
    float distance = y - x;
    return Float.isFinite(distance)
        ? x + c * distance
        : (float) (x + c * ((double) y - x)); // two ends of float
  }
}
