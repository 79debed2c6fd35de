package dev.octet.observe;

/**
 * A range in equal bins, in PyTorch's float32 arithmetic ({@code torch.histc}, {@code
 * torch.linspace}).
 *
 * <p>All of it happens on values times a power of two that brings the range near 1. That changes no
 * result where PyTorch's own is right, and keeps products of ranges beyond 1e34 or below 1e-34
 * within float.
 *
 * @param range the range
 * @param count how many bins
 * @param unit the power of two
 * @param low the lower end times it
 * @param high the upper end times it
 */
record Bins(Range range, int count, float unit, float low, float high) {
  static Bins of(Range range, int count) {
    int exponent = Math.getExponent((double) range.max() - range.min());
    float unit = range.isConstant() ? 1 : Math.scalb(1f, -Math.max(exponent, Float.MIN_EXPONENT));
    return new Bins(range, count, unit, range.min() * unit, range.max() * unit);
  }

  /** The bin of a value of the range; the middle one if there is no other value, as in PyTorch. */
  int bin(float value) {
    float span = high - low;
    return span == 0 ? count / 2 : Math.min((int) ((value * unit - low) * count / span), count - 1);
  }

  /** Counts values of the range. */
  void count(float[] values, int from, int to, int[] counts) {
    for (int i = from; i < to; i++) {
      counts[bin(values[i])]++;
    }
  }

  /** The lower border of a bin, in units, as {@code torch.linspace} computes it. */
  float border(int bin) {
    return linear(low, high, bin, count);
  }

  /** The lower border of a bin, as PyTorch's search for a range computes it. */
  float edge(int bin) {
    float edge = (low + (high - low) / count * bin) / unit;
    return Math.clamp(edge, -Float.MAX_VALUE, Float.MAX_VALUE);
  }

  /** What of the range lies in neighbouring bins, from the first to one before the last. */
  Range between(int first, int last) {
    float from = Math.max(edge(first), range.min());
    return Range.of(from, Math.max(from, Math.min(edge(last), range.max())));
  }

  /** Point i of n equal steps, counted from the nearer end. */
  static float linear(float from, float to, int i, int n) {
    float step = (to - from) / n;
    return i < (n + 1) / 2 ? from + step * i : to - step * (n - i);
  }
}
