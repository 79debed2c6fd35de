package dev.octet.kernel.panel;

/**
 * What the taps of a convolution see of an image, one row for each output pixel, columns by tap and
 * input channel. Rows are made block by block when a product wants them, from offsets into the
 * image; no matrix of all of them exists.
 *
 * @param part which outputs and taps
 * @param image where pixels are
 * @param firstChannel the first channel that is seen
 * @param channels how many are seen
 * @param piece what reads a run of channels
 */
record PatchRows(ConvPart part, Pixels image, int firstChannel, int channels, LeftRows.Piece piece)
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
    return image.batch * part.outputs();
  }

  @Override
  public int cols() {
    return part.taps() * channels;
  }

  @Override
  public void copy(int row, LeftRows to, int i) {
    ConvPart.Steps depth = part.depth();
    ConvPart.Steps height = part.height();
    ConvPart.Steps width = part.width();
    int w = row % width.outputs();
    int rest = row / width.outputs();
    int h = rest % height.outputs();
    rest /= height.outputs();
    int d = rest % depth.outputs();
    int n = rest / depth.outputs();
    int line = width.taps() * channels;
    int p = 0;
    for (int td = 0; td < depth.taps(); td++) {
      int id = depth.input(d, td);
      for (int th = 0; th < height.taps(); th++, p += line) {
        int ih = height.input(h, th);
        if (id < 0 || ih < 0) {
          to.zeros(i, p, line);
        } else {
          int first = ((n * image.depth + id) * image.height + ih) * image.width;
          line(first, w, to, i, p);
        }
      }
    }
  }

  /** One line of taps. Where they lie side by side, with nothing between pixels, it is one run. */
  private void line(int firstPixel, int w, LeftRows to, int i, int p) {
    ConvPart.Steps width = part.width();
    int from = image.offset + firstPixel * image.stride + firstChannel;
    if (width.adjacent() && image.stride == channels) {
      int begin = width.firstTap(w);
      int end = width.endTap(w);
      to.zeros(i, p, begin * channels);
      if (begin < end) {
        int at = from + width.input(w, begin) * image.stride;
        to.put(i, p + begin * channels, (end - begin) * channels, at, piece);
      }
      to.zeros(i, p + end * channels, (width.taps() - end) * channels);
      return;
    }
    for (int tw = 0; tw < width.taps(); tw++, p += channels) {
      int iw = width.input(w, tw);
      if (iw < 0) {
        to.zeros(i, p, channels);
      } else {
        to.put(i, p, channels, from + iw * image.stride, piece);
      }
    }
  }
}
