package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.QConv;
import java.util.Arrays;

/**
 * What a convolution needs for images of one size: which lines of the image a line of output sees.
 *
 * @param image the size, without an array
 * @param lines lines of output, of all images
 * @param width pixels of such a line
 * @param shared lines of output that see the same lines of the image
 * @param taps lines of the image that these see
 * @param table {@code [shared lines][tap of a column]}: offsets of lines, or -1 outside the image
 * @param zeroLine as long as a line, and what a vector may read behind it
 */
record ColumnPlan(
    QConv.QImage image, int lines, int width, int shared, int taps, int[] table, byte[] zeroLine) {
  static ColumnPlan of(ConvFilter f, ColumnWeights weights, QConv.QImage x) {
    int depth = Math.max(0, f.outputSize(f.depth(), x.depth()));
    int height = Math.max(0, f.outputSize(f.height(), x.height()));
    int width = f.outputSize(f.width(), x.width());
    int images = x.batch() * depth;
    byte[] zeroLine = new byte[x.width() * x.pixelStride() + 64];
    Arrays.fill(zeroLine, (byte) x.zeroPoint());
    // Lines of two images share nothing.
    int shared = images == 1 || height % weights.shared() == 0 ? weights.shared() : 1;
    int taps = weights.columnTaps() + shared - 1;
    int perImage = (height + shared - 1) / shared;
    int[] table = new int[images * perImage * taps];
    int at = 0;
    for (int n = 0; n < x.batch(); n++) {
      for (int d = 0; d < depth; d++) {
        for (int h = 0; h < height; h += shared) {
          for (int part = 0; part < weights.parts(); part++) {
            at = putLines(f, x, table, at, n, d, h, shared);
          }
        }
      }
    }
    return new ColumnPlan(sizeOf(x), images * height, width, shared, taps, table, zeroLine);
  }

  /** Lines that an output sees through its taps, and those after them that the next ones see. */
  private static int putLines(
      ConvFilter f, QConv.QImage x, int[] table, int to, int n, int d, int h, int shared) {
    int at = to;
    for (int i = 0; i < f.depth().kernel(); i++) {
      int inDepth = f.inputAt(f.depth(), x.depth(), d, i);
      for (int j = 0; j < f.height().kernel() + shared - 1; j++) {
        int inHeight = f.inputAt(f.height(), x.height(), h, j);
        int line = (n * x.depth() + inDepth) * x.height() + inHeight;
        table[at++] = inDepth < 0 || inHeight < 0 ? -1 : line * x.width() * x.pixelStride();
      }
    }
    return at;
  }

  private static QConv.QImage sizeOf(QConv.QImage x) {
    return new QConv.QImage(
        null,
        0,
        x.batch(),
        x.depth(),
        x.height(),
        x.width(),
        x.pixelStride(),
        x.unsigned(),
        x.zeroPoint());
  }

  boolean fits(QConv.QImage x) {
    return image.equals(sizeOf(x));
  }
}
