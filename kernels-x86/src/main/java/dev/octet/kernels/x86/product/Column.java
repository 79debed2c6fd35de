package dev.octet.kernels.x86.product;

/** What a panel has for each column, two vectors each, in the frame. */
enum Column {
  /** What accumulators start from: the sums of weights with the sign and zero point of A. */
  START,
  ZEROS,
  BIAS,
  SCALES,
  /** Signs where there is a column: masks of 256-bit code. */
  LANES
}
