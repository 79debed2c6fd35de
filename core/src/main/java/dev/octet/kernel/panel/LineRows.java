package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;

/**
 * What the taps of a convolution see of an image, one row for each output pixel, read from {@link
 * PaddedLines}: a row is a position, and its pieces are the taps.
 *
 * @param lines the lines
 * @param channels input channels of a product
 */
record LineRows(PaddedLines lines, int channels) implements RowSource {
  /** Floats of scratch that a task aims at: 320 KiB, to stay in the second-level cache. */
  private static final int SCRATCH = 80 << 10;

  static LineRows of(ConvFilter filter, PatchRows.Pixels x, Left.Piece piece, int channels) {
    int n = filter.inChannels();
    PaddedLines.Run run =
        x.stride() == n
            ? (from, pixels, to, toAt) -> piece.copy(from, pixels * n, to, toAt)
            : (from, pixels, to, toAt) -> {
              for (int i = 0; i < pixels; i++) {
                piece.copy(from + i * x.stride(), n, to, toAt + i * n);
              }
            };
    return new LineRows(PaddedLines.of(filter, x, run, n), channels);
  }

  @Override
  public int rows() {
    return lines.slices() * lines.height() * lines.width();
  }

  @Override
  public int cols() {
    return lines.filter().taps() * channels;
  }

  @Override
  public Blocks blocks(Tiling tiling, int threads) {
    return blocks(lines.linesOfTask(threads, SCRATCH));
  }

  @Override
  public Blocks chunks(Tiling tiling) {
    return blocks(lines.most(Left.MOST));
  }

  private Blocks blocks(int each) {
    return Blocks.of(lines.slices(), lines.height() * lines.width(), each * lines.width());
  }

  @Override
  public Left borrow(int firstRow, int rows, Tiling tiling, KernelContext context) {
    int n = rows / lines.width();
    int[] at = context.ints(Left.space(rows, tiling));
    int step = lines.step();
    for (int line = 0, i = 0; line < n; line++) {
      int position = lines.lineAt(line);
      for (int w = 0; w < lines.width(); w++, i++, position += step) {
        at[i] = position;
      }
    }
    Left.repeatLast(at, rows, tiling);
    float[] x = context.floats(Math.toIntExact(lines.size(n)));
    Pieces pieces = pieces(n, tiling.depth());
    return new Left(x, true, at, pieces, firstRow, rows, lines.parts(n), lines.lineFloats());
  }

  /** Taps side by side that see all channels are one run. */
  private Pieces pieces(int n, int depth) {
    return channels == lines.stride() && lines.adjacent()
        ? Pieces.of(lines.lineOffsets(n), lines.filter().width().kernel() * channels, depth)
        : Pieces.of(lines.tapOffsets(n), channels, depth);
  }

  @Override
  public void fill(Left left, int from, int end) {
    int sliceRows = lines.height() * lines.width();
    int slice = left.firstRow() / sliceRows;
    int line = left.firstRow() % sliceRows / lines.width();
    lines.fill(left.x(), slice, line, left.rows() / lines.width(), from, end);
  }
}
