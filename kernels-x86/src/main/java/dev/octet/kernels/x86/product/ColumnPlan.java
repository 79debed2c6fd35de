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
 * @param table {@code [line][tap of a column]}: offsets of lines, or -1 outside the image
 * @param zeroLine as long as a line, and what a vector may read behind it
 */
record ColumnPlan(QConv.QImage image, int lines, int width, int[] table, byte[] zeroLine) {
  static ColumnPlan of(ConvFilter f, int parts, QConv.QImage x) {
    int depth = f.outputSize(f.depth(), x.depth());
    int height = f.outputSize(f.height(), x.height());
    int width = f.outputSize(f.width(), x.width());
    int lines = x.batch() * depth * height;
    byte[] zeroLine = new byte[x.width() * x.pixelStride() + 64];
    Arrays.fill(zeroLine, (byte) x.zeroPoint());
    int taps = f.depth().kernel() * f.height().kernel();
    int[] table = new int[Math.max(0, lines) * taps * parts];
    int at = 0;
    for (int n = 0; n < x.batch(); n++) {
      for (int d = 0; d < depth; d++) {
        for (int h = 0; h < height; h++) {
          at = putLine(f, x, table, at, n, d, h);
          for (int i = taps; i < taps * parts; i++, at++) {
            table[at] = table[at - taps];
          }
        }
      }
    }
    return new ColumnPlan(sizeOf(x), lines, width, table, zeroLine);
  }

  private static int putLine(
      ConvFilter f, QConv.QImage x, int[] table, int to, int n, int d, int h) {
    int at = to;
    for (int i = 0; i < f.depth().kernel(); i++) {
      int inDepth = f.inputAt(f.depth(), x.depth(), d, i);
      for (int j = 0; j < f.height().kernel(); j++) {
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
