package dev.octet.kernels.x86.product;

/** 64-bit numbers in the frame of a {@link TileEmitter}'s function. */
enum Slot {
  OLD_RSP,
  P,
  A,
  B,
  C,
  BIAS,
  SCALES,
  X,
  ROW_ZEROS,
  TABLE,
  ZERO_ROW,
  A_STRIDE,
  A_STEP,
  C_STRIDE,
  C_STEP,
  X_STRIDE,
  X_STEP,
  /** Bytes of a tap. */
  END,
  /** Panels left. */
  PANELS,
  /** Tiles left. */
  TILES,
  /** Columns of the panel. */
  COLUMNS,
  A_TILE,
  C_TILE,
  X_TILE,
  ROW_ZEROS_TILE
}
