package dev.octet.kernels.x86.product;

/** The 32-bit integers that a {@link TileEmitter}'s function reads: their places. */
final class TileParams {
  /** Steps of a tap: a step is 32 bits of A. */
  static final int STEPS = 0;

  /** Taps; 1 without a table of offsets. */
  static final int TAPS = 1;

  /** Tiles of rows. */
  static final int TILES = 2;

  /** Panels of columns. */
  static final int PANELS = 3;

  /** Bytes between rows of A. */
  static final int A_STRIDE = 4;

  /** Bytes between rows of C. */
  static final int C_STRIDE = 5;

  /** Bytes between rows of the second input, or between input scales. */
  static final int X_STRIDE = 6;

  /** A's zero point as an unsigned byte. */
  static final int ZERO_POINT = 7;

  /** Columns of the last panel. */
  static final int LAST_COLUMNS = 8;

  /** Twice 16 bits: the result's zero point as an unsigned byte. */
  static final int OUT_ZERO_POINT = 9;

  /** A float: the greatest result less the zero point. */
  static final int OUT_MOST = 10;

  /** Four times: the least result as an unsigned byte. */
  static final int OUT_LEAST = 11;

  /** 0x80808080 where results are signed. */
  static final int OUT_FLIP = 12;

  /** 0x80808080 where the second input is signed. */
  static final int X_FLIP = 13;

  /** The second input's zero point as an unsigned byte. */
  static final int X_ZERO_POINT = 14;

  /** A float: the second input's scale. */
  static final int X_SCALE = 15;

  /** A float: 1 / the result's scale. */
  static final int OUT_INVERSE = 16;

  /** A float: 0 where negative results become 0, else -infinity. */
  static final int RELU = 17;

  /** A float: 0 with a ReLU, which makes a -0 positive, else -0. */
  static final int RELU_ZERO = 18;

  static final int COUNT = 19;

  private TileParams() {}
}
