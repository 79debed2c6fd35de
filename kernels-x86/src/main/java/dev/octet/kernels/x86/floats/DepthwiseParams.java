package dev.octet.kernels.x86.floats;

/** The 32-bit numbers that a {@link DepthwiseEmitter}'s function reads: their places. */
final class DepthwiseParams {
  /** Channels, all of which are done. */
  static final int CHANNELS = 0;

  /** Taps. */
  static final int TAPS = 1;

  /** Tiles of pixels. */
  static final int TILES = 2;

  /** Floats between pixels of C. */
  static final int C_STRIDE = 3;

  /** Floats between pixels of the second input. */
  static final int X_STRIDE = 4;

  /** A float: the least result. */
  static final int LEAST = 5;

  /** A float: the greatest result. */
  static final int GREATEST = 6;

  static final int COUNT = 7;

  private DepthwiseParams() {}
}
