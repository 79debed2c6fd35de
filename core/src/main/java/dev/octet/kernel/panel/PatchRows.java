package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;

/**
 * What the taps of a convolution see of an image, one row for each output pixel, columns by tap and
 * input channel, copied block by block: for transposed convolutions, whose outputs see few taps,
 * and for those of one tap with a stride. Others read {@link LineRows}.
 *
 * @param part which outputs and taps
 * @param pixels where they are
 * @param firstChannel the first channel that is seen
 * @param channels how many are seen
 * @param piece what reads a run of channels
 */
record PatchRows(ConvPart part, Pixels pixels, int firstChannel, int channels, Left.Piece piece)
    implements RowSource {
  /**
   * Where the pixels of images are.
   *
   * @param offset index of the first
   * @param batch images
   * @param depth size of the outermost axis
   * @param height size of the middle axis
   * @param width size of the innermost axis
   * @param stride distance between pixels
   */
  record Pixels(int offset, int batch, int depth, int height, int width, int stride) {}

  @Override
  public int rows() {
    return pixels.batch * part.outputs();
  }

  @Override
  public int cols() {
    return part.taps() * channels;
  }

  @Override
  public Blocks blocks(Tiling tiling, int threads) {
    return Left.blocks(rows(), tiling);
  }

  @Override
  public Blocks chunks(Tiling tiling) {
    return Left.chunks(rows(), cols(), tiling);
  }

  @Override
  public Pieces pieces(int rows, Tiling tiling) {
    return Pieces.row(cols(), tiling.depth());
  }

  @Override
  public Left borrow(int firstRow, int rows, Pieces pieces, Tiling tiling, KernelContext context) {
    return Left.packed(firstRow, rows, cols(), pieces, tiling, context);
  }

  /** Output line by output line, so that what a line has in common is worked out once. */
  @Override
  public void fill(Left left, int from, int end) {
    int outputs = part.width().outputs();
    int done = from;
    while (done < end) {
      int row = left.firstRow() + done;
      int w = row % outputs;
      int n = Math.min(end - done, outputs - w);
      outputLine(row / outputs, w, n, left, done);
      done += n;
    }
  }

  private void outputLine(int line, int w, int n, Left to, int i) {
    ConvPart.Steps depth = part.depth();
    ConvPart.Steps height = part.height();
    int h = line % height.outputs();
    int rest = line / height.outputs();
    int d = rest % depth.outputs();
    int image = rest / depth.outputs();
    int columns = part.width().taps() * channels;
    int p = 0;
    for (int td = 0; td < depth.taps(); td++) {
      int id = depth.input(d, td);
      for (int th = 0; th < height.taps(); th++, p += columns) {
        int ih = height.input(h, th);
        if (id < 0 || ih < 0) {
          for (int r = 0; r < n; r++) {
            to.zeros(i + r, p, columns);
          }
        } else {
          int first = ((image * pixels.depth + id) * pixels.height + ih) * pixels.width;
          tapLine(pixels.offset + first * pixels.stride + firstChannel, w, n, to, i, p);
        }
      }
    }
  }

  private void tapLine(int from, int firstOutput, int n, Left to, int i, int p) {
    ConvPart.Steps width = part.width();
    for (int r = 0; r < n; r++) {
      for (int tw = 0; tw < width.taps(); tw++) {
        int iw = width.input(firstOutput + r, tw);
        int column = p + tw * channels;
        if (iw < 0) {
          to.zeros(i + r, column, channels);
        } else {
          to.put(i + r, column, channels, from + iw * pixels.stride, piece);
        }
      }
    }
  }
}
