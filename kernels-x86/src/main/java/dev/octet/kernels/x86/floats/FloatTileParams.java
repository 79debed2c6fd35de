package dev.octet.kernels.x86.floats;

/** The 32-bit numbers that a {@link FloatTileEmitter}'s function reads: their places. */
final class FloatTileParams {
  /** Floats of a row and tap. */
  static final int DEPTH = 0;

  /** Taps; 1 without a table of offsets. */
  static final int TAPS = 1;

  /** Tiles of rows. */
  static final int TILES = 2;

  /** Panels of columns. */
  static final int PANELS = 3;

  /** Floats between rows of A. */
  static final int A_STRIDE = 4;

  /** Floats between rows of C. */
  static final int C_STRIDE = 5;

  /** Floats between rows of the second input. */
  static final int X_STRIDE = 6;

  /** Columns of the last panel. */
  static final int LAST_COLUMNS = 7;

  /** A float: the least result. */
  static final int LEAST = 8;

  /** A float: the greatest result. */
  static final int GREATEST = 9;

  static final int COUNT = 10;

  private FloatTileParams() {}
}
