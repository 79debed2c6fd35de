package dev.octet.tensor;

/** How a tensor's elements lie in its array. Logical sizes never change with the layout. */
public enum Layout {
  /** Row-major: the last dimension varies fastest (NCHW for images). */
  CONTIGUOUS,
  /**
   * For three dimensions or more: logical [N, C, H, W] stored as N, H, W, C, so that the channels
   * of a pixel are neighbours; [N, C, W] and [N, C, D, H, W] likewise. Convolutions run on this
   * layout.
   */
  CHANNELS_LAST;

  /**
   * The distance in elements between neighbours along each dimension.
   *
   * @param shape the logical sizes
   * @return one stride for each dimension
   * @throws IllegalArgumentException if this is {@code CHANNELS_LAST} and there are fewer than 3
   *     dimensions
   */
  public int[] strides(Shape shape) {
    int rank = shape.rank();
    int[] strides = new int[rank];
    int stride = 1;
    if (this == CHANNELS_LAST) {
      if (rank < 3) {
        throw new IllegalArgumentException(
            "CHANNELS_LAST needs at least 3 dimensions [N, C, W], got " + shape);
      }
      strides[1] = 1;
      stride = shape.dim(1);
    }
    for (int i = rank - 1; i >= 0; i--) {
      if (this == CONTIGUOUS || i != 1) {
        strides[i] = stride;
        stride *= shape.dim(i);
      }
    }
    return strides;
  }
}
