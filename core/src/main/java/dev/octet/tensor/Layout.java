package dev.octet.tensor;

/** How a tensor's elements lie in its array. Logical sizes never change with the layout. */
public enum Layout {
  /** Row-major: the last dimension varies fastest (NCHW for images). */
  CONTIGUOUS,
  /**
   * For four dimensions only: logical [N, C, H, W] stored as N, H, W, C, so that the channels of a
   * pixel are neighbours. Convolutions run on this layout.
   */
  CHANNELS_LAST;

  /**
   * The distance in elements between neighbours along each dimension.
   *
   * @param shape the logical sizes
   * @return one stride for each dimension
   * @throws IllegalArgumentException if this is {@code CHANNELS_LAST} and the rank is not 4
   */
  public int[] strides(Shape shape) {
    int rank = shape.rank();
    if (this == CHANNELS_LAST) {
      if (rank != 4) {
        throw new IllegalArgumentException(
            "CHANNELS_LAST needs 4 dimensions [N, C, H, W], got " + shape);
      }
      int c = shape.dim(1);
      int h = shape.dim(2);
      int w = shape.dim(3);
      return new int[] {h * w * c, 1, w * c, c};
    }
    int[] strides = new int[rank];
    int stride = 1;
    for (int i = rank - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= shape.dim(i);
    }
    return strides;
  }
}
