package dev.octet.kernel;

/**
 * The windows of a pooling along one axis. Window o covers the elements {@code first[o] + i * step}
 * for i from 0 to {@code count[o] - 1}; all of them exist, since what would lie in the padding is
 * cut off. A window that lies in the padding altogether has none.
 *
 * @param size elements along the axis
 * @param step distance between the elements of a window: the dilation
 * @param first first element of each window
 * @param count elements of each window
 * @param divisor what each window counts as in an average: {@code count}, or more where the padding
 *     counts
 */
public record Windows(int size, int step, int[] first, int[] count, int[] divisor) {
  /**
   * Checks that every window lies inside.
   *
   * @throws IllegalArgumentException if one does not, or the tables differ in length
   */
  public Windows {
    if (first.length != count.length || first.length != divisor.length) {
      throw new IllegalArgumentException(
          "%d first elements, %d counts and %d divisors differ"
              .formatted(first.length, count.length, divisor.length));
    }
    for (int o = 0; o < first.length; o++) {
      long last = first[o] + (count[o] - 1L) * step;
      if (count[o] < 0 || (count[o] > 0 && (first[o] < 0 || step < 1 || last >= size))) {
        throw new IllegalArgumentException(
            "window %d: %d elements from %d in steps of %d, of %d"
                .formatted(o, count[o], first[o], step, size));
      }
    }
  }

  /**
   * How a pooling cuts its windows.
   *
   * @param kernel elements of a window, at least 1
   * @param stride distance between windows, at least 1
   * @param before padding in front, at least 0
   * @param after padding behind, at least 0
   * @param dilation distance between the elements of a window, at least 1
   * @param ceil whether a last window that reaches beyond the padding counts, if it begins before
   * @param countPadding whether an average divides by the elements in the padding too
   */
  public record Sliding(
      int kernel,
      int stride,
      int before,
      int after,
      int dilation,
      boolean ceil,
      boolean countPadding) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one is below its least value
     */
    public Sliding {
      if (kernel < 1 || stride < 1 || dilation < 1 || before < 0 || after < 0) {
        throw new IllegalArgumentException(
            "pooling needs kernel, stride and dilation of at least 1 and padding of at least 0: "
                + "kernel %d, stride %d, dilation %d, padding %d and %d"
                    .formatted(kernel, stride, dilation, before, after));
      }
    }

    /**
     * The usual case: no dilation, the same padding on both sides, which counts.
     *
     * @param kernel elements of a window
     * @param stride distance between windows
     * @param padding in front and behind
     * @return windows with PyTorch's defaults
     */
    public static Sliding of(int kernel, int stride, int padding) {
      return new Sliding(kernel, stride, padding, padding, 1, false, true);
    }
  }

  /**
   * Sliding windows, as PyTorch places them ({@code aten/src/ATen/native/Pool.h}, {@code
   * pooling_output_shape_pad_lr}): {@code floor((size + before + after - dilation * (kernel - 1) -
   * 1) / stride) + 1} of them, with {@code ceil} in place of {@code floor} if so asked, but none
   * that begins in the padding behind.
   *
   * @param size elements along the axis
   * @param s how
   * @return the windows
   * @throws IllegalArgumentException if not even one window fits
   */
  public static Windows sliding(int size, Sliding s) {
    long reach = (long) s.dilation * (s.kernel - 1) + 1;
    long room = size + (long) s.before + s.after - reach + (s.ceil ? s.stride - 1 : 0);
    long out = Math.floorDiv(room, (long) s.stride) + 1;
    if (s.ceil && (out - 1) * s.stride >= size + (long) s.before) {
      out--;
    }
    if (out < 1 || out > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "no window fits: size %d, padding %d and %d, kernel %d, dilation %d"
              .formatted(size, s.before, s.after, s.kernel, s.dilation));
    }
    int[] first = new int[(int) out];
    int[] count = new int[(int) out];
    int[] divisor = new int[(int) out];
    for (int o = 0; o < out; o++) {
      long begin = (long) o * s.stride - s.before;
      int skipped = (int) Math.min(s.kernel, begin < 0 ? ceilDiv(-begin, s.dilation) : 0);
      int inside = taps(begin, s, size);
      count[o] = Math.max(0, inside - skipped);
      first[o] = count[o] == 0 ? 0 : (int) (begin + (long) skipped * s.dilation);
      divisor[o] = s.countPadding ? taps(begin, s, size + (long) s.after) : count[o];
    }
    return new Windows(size, s.dilation, first, count, divisor);
  }

  /** Elements of a window from {@code begin} that lie before {@code end}. */
  private static int taps(long begin, Sliding s, long end) {
    return Math.clamp(ceilDiv(end - begin, s.dilation), 0, s.kernel);
  }

  private static long ceilDiv(long a, long b) {
    return Math.ceilDiv(a, b);
  }

  /**
   * As many windows as results are wanted, as PyTorch's adaptive pooling places them: window o from
   * {@code floor(o * size / out)} to before {@code ceil((o + 1) * size / out)}.
   *
   * @param size elements along the axis, at least 1
   * @param out windows, at least 0
   * @return the windows; one that covers everything if {@code out} is 1
   * @throws IllegalArgumentException if there is nothing to cover
   */
  public static Windows adaptive(int size, int out) {
    if (size < 1 || out < 0) {
      throw new IllegalArgumentException(
          "adaptive pooling of %d elements into %d".formatted(size, out));
    }
    int[] first = new int[out];
    int[] count = new int[out];
    for (int o = 0; o < out; o++) {
      first[o] = (int) ((long) o * size / out);
      count[o] = (int) ceilDiv((o + 1L) * size, out) - first[o];
    }
    return new Windows(size, 1, first, count, count);
  }

  /**
   * An axis that is not pooled: windows of one element each.
   *
   * @param size elements along the axis
   * @return as many windows
   */
  public static Windows each(int size) {
    int[] first = new int[size];
    int[] count = new int[size];
    for (int o = 0; o < size; o++) {
      first[o] = o;
      count[o] = 1;
    }
    return new Windows(size, 1, first, count, count);
  }

  /**
   * Elements of the result.
   *
   * @return how many windows there are
   */
  public int out() {
    return first.length;
  }

  /**
   * The largest window.
   *
   * @return its elements, 0 if there are no windows
   */
  public int most() {
    int most = 0;
    for (int n : count) {
      most = Math.max(most, n);
    }
    return most;
  }
}
