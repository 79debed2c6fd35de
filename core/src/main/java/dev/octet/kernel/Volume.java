package dev.octet.kernel;

/**
 * The sizes of an image or what stands for one, channels last and without gaps: element (n, d, h,
 * w, c) lies at {@code (((n * D + d) * H + h) * W + w) * C + c}. Missing axes have size 1: an image
 * has D = 1, a sequence D = H = 1.
 *
 * @param n images
 * @param d depth
 * @param h height
 * @param w width
 * @param c channels
 */
public record Volume(int n, int d, int h, int w, int c) {
  /**
   * Checks that sizes are not negative and that an array can hold so many elements.
   *
   * @throws IllegalArgumentException if one is, or it cannot
   */
  public Volume {
    if ((n | d | h | w | c) < 0) {
      throw new IllegalArgumentException(
          "sizes [%d, %d, %d, %d, %d] must not be negative".formatted(n, d, h, w, c));
    }
    if (times(times(times((long) n * d, h), w), c) > Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "sizes [%d, %d, %d, %d, %d] are more than an array holds".formatted(n, d, h, w, c));
    }
  }

  /** A product that does not overflow where it is too large. */
  private static long times(long elements, int size) {
    return Math.min(elements, 1L << 32) * size;
  }

  /**
   * All elements.
   *
   * @return {@code N * D * H * W * C}
   */
  public int elements() {
    return n * d * h * w * c;
  }

  /**
   * The lines along W.
   *
   * @return {@code N * D * H}
   */
  public int rows() {
    return n * d * h;
  }

  /**
   * Where a pixel's channels begin.
   *
   * @param in which image
   * @param id index along D
   * @param ih index along H
   * @param iw index along W
   * @return index of its channel 0
   */
  public int at(int in, int id, int ih, int iw) {
    return (((in * d + id) * h + ih) * w + iw) * c;
  }
}
