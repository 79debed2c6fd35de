package dev.octet.kernels.x86.product;

/** 64-bit numbers in the {@link Frame} of a function. */
enum Slot {
  OLD_RSP,
  P,
  A,
  B,
  C,
  BIAS,
  SCALES,
  X,
  /** Zero points of rows, or scratch. */
  R,
  TABLE,
  ZERO_ROW,
  /** First byte of a pixel's results that is stored, where not all are. */
  TAIL_FROM,
  /** The first one after them. */
  TAIL_TO,
  C_TILE,
  X_TILE,

  // Tiles of products.
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
  A_TILE,
  ROW_ZEROS_TILE,

  // Columns.
  /** What a block has in front of its weights' sums, of grouped convolutions. */
  INPUTS,
  /** First column of the image in the scratch. */
  INSIDE,
  BLOCKS,
  LINES,
  /** Weights of the line. */
  WEIGHTS,
  /** Lines left that the columns serve. */
  SHARED,
  OUTPUTS,
  TABLE_LINE,
  C_LINE,
  X_LINE,
  /** First column of the tile in the scratch. */
  COLUMN
}
