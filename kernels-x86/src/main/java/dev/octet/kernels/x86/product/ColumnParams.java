package dev.octet.kernels.x86.product;

/**
 * The 32-bit integers that a {@link ColumnEmitter}'s function reads, behind those of the output
 * stage, which are at {@link TileParams}' places.
 */
final class ColumnParams {
  /** Four times, or twice 16 bits: the activations' zero point as an unsigned byte. */
  static final int FILL = TileParams.COUNT;

  /** Blocks of channels. */
  static final int BLOCKS = FILL + 1;

  /** Lines of output. */
  static final int LINES = FILL + 2;

  /** Pixels of a line of output. */
  static final int OUTPUTS = FILL + 3;

  /** Columns left of the image. */
  static final int LEFT = FILL + 4;

  /** Columns of the image. */
  static final int INSIDE = FILL + 5;

  /** Columns right of the image. */
  static final int RIGHT = FILL + 6;

  /** Taps of a column. */
  static final int COLUMN_TAPS = FILL + 7;

  /** Steps of such a tap, of grouped convolutions. */
  static final int TAP_STEPS = FILL + 8;

  /** Bytes between pixels of the image. */
  static final int PIXEL = FILL + 9;

  /** Bytes of a column of the scratch. */
  static final int COLUMN = FILL + 10;

  /** Bytes of the scratch between neighbouring outputs. */
  static final int STRIDE = FILL + 11;

  /** Runs of steps that lie side by side in the scratch. */
  static final int RUNS = FILL + 12;

  /** Steps of a run. */
  static final int RUN_STEPS = FILL + 13;

  /** Bytes of the scratch between runs. */
  static final int RUN = FILL + 14;

  /** Bytes between lines of C. */
  static final int C_LINE = FILL + 15;

  /** Bytes between lines of the second input. */
  static final int X_LINE = FILL + 16;

  /** 1 where three taps of one step lie side by side, as outputs do. */
  static final int SLIDES = FILL + 17;

  /** Lines of output that columns serve. */
  static final int SHARED = FILL + 18;

  /** Bytes of weights for one of these. */
  static final int SET = FILL + 19;

  /** Bytes of a block's weights. */
  static final int SETS = FILL + 20;

  /** 64 bits: which channels of a block there are. */
  static final int MASK = FILL + 21;

  static final int COUNT = FILL + 23;

  private ColumnParams() {}
}
