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
record LineRows(PaddedLines lines, PaddedLines.Run run, int channels) implements RowSource {
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
    return new LineRows(PaddedLines.of(filter, x, n), run, channels);
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
    return blocks(lines.linesOfTask(threads, SCRATCH), SCRATCH);
  }

  @Override
  public Blocks chunks(Tiling tiling) {
    return blocks(lines.most(Left.MOST), Left.MOST);
  }

  /** Some lines of a plane, or, where a single one is too long, parts of a line. */
  private Blocks blocks(int each, int floats) {
    int width = lines.width();
    return each == 1 && lines.size(1) > floats
        ? Blocks.of(lines.slices() * lines.height(), width, lines.columns(floats))
        : Blocks.of(lines.slices(), lines.height() * width, each * width);
  }

  /** The lines of which rows are the pixels: whole ones, or a part of one. */
  private PaddedLines linesOf(int firstRow, int rows) {
    int width = lines.width();
    return rows % width == 0 && firstRow % width == 0 ? lines : lines.part(firstRow % width, rows);
  }

  /** Taps side by side that see all channels are one run. */
  @Override
  public Pieces pieces(int rows, Tiling tiling) {
    PaddedLines part = linesOf(0, rows);
    int n = rows / part.width();
    return channels == part.stride() && part.adjacent()
        ? Pieces.of(part.lineOffsets(n), part.filter().width().kernel() * channels, tiling.depth())
        : Pieces.of(part.tapOffsets(n), channels, tiling.depth());
  }

  @Override
  public Left borrow(int firstRow, int rows, Pieces pieces, Tiling tiling, KernelContext context) {
    PaddedLines part = linesOf(firstRow, rows);
    int n = rows / part.width();
    int[] at = context.ints(Left.space(rows, tiling));
    int step = part.step();
    for (int line = 0, i = 0; line < n; line++) {
      int position = part.lineAt(line);
      for (int w = 0; w < part.width(); w++, i++, position += step) {
        at[i] = position;
      }
    }
    Left.repeatLast(at, rows, tiling);
    float[] x = context.floats(Math.toIntExact(part.size(n)));
    return new Left(x, true, at, pieces, firstRow, rows, part.parts(n), part.lineFloats());
  }

  @Override
  public void fill(Left left, int from, int end) {
    PaddedLines part = linesOf(left.firstRow(), left.rows());
    int sliceRows = lines.height() * lines.width();
    int slice = left.firstRow() / sliceRows;
    int line = left.firstRow() % sliceRows / lines.width();
    part.fill(run, left.x(), slice, line, left.rows() / part.width(), from, end);
  }
}
