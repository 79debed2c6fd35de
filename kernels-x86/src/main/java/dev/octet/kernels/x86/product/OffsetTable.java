package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;

/**
 * Where the taps of each output pixel lie, for images of one size: bytes from the image's first,
 * {@code [tile][tap][row]}, -1 where a tap lies outside.
 *
 * @param offsets the table
 * @param images which images
 */
public record OffsetTable(int[] offsets, Images images) {
  /**
   * Images of one size and layout.
   *
   * @param depth size
   * @param height size
   * @param width size
   * @param pixelBytes between pixels
   * @param lineBytes between lines
   */
  public record Images(int depth, int height, int width, int pixelBytes, int lineBytes) {}

  /**
   * Makes one.
   *
   * @param f the convolution
   * @param lines whether a tap is a line of the kernel, of lines that have their padding
   * @param x images
   * @param mostRows the most rows of a tile
   * @return the table
   */
  public static OffsetTable of(ConvFilter f, boolean lines, Images x, int mostRows) {
    int[] d = positions(f, f.depth(), x.depth());
    int[] h = positions(f, f.height(), x.height());
    int[] w = positions(f, f.width(), x.width());
    int outWidth = f.outputSize(f.width(), x.width());
    int outHeight = f.outputSize(f.height(), x.height());
    int outputs = f.outputSize(f.depth(), x.depth()) * outHeight * outWidth;
    int widthTaps = lines ? 1 : f.width().kernel();
    int taps = f.depth().kernel() * f.height().kernel() * widthTaps;
    int[] offsets = new int[Math.multiplyExact(outputs, taps)];
    Tiles tiles = Tiles.of(outputs, mostRows);
    int row = 0;
    int at = 0;
    for (int tile = 0; tile < tiles.count(); tile++) {
      int rows = tiles.rowsOf(tile);
      for (int i = 0; i < rows; i++, row++) {
        int ow = row % outWidth;
        int oh = row / outWidth % outHeight;
        int od = row / outWidth / outHeight;
        int to = at + i;
        for (int td = 0; td < f.depth().kernel(); td++) {
          int z = d[od * f.depth().kernel() + td];
          for (int th = 0; th < f.height().kernel(); th++) {
            int y = h[oh * f.height().kernel() + th];
            int line = z < 0 || y < 0 ? -1 : (z * x.height() + y) * x.lineBytes();
            for (int tw = 0; tw < widthTaps; tw++, to += rows) {
              int column = lines ? ow * f.width().stride() : w[ow * f.width().kernel() + tw];
              offsets[to] = line < 0 || column < 0 ? -1 : line + column * x.pixelBytes();
            }
          }
        }
      }
      at += rows * taps;
    }
    return new OffsetTable(offsets, x);
  }

  /** The input position of each output and tap along an axis, -1 outside. */
  private static int[] positions(ConvFilter f, ConvFilter.Axis axis, int in) {
    int out = f.outputSize(axis, in);
    int[] positions = new int[out * axis.kernel()];
    for (int o = 0; o < out; o++) {
      for (int t = 0; t < axis.kernel(); t++) {
        positions[o * axis.kernel() + t] = f.inputAt(axis, in, o, t);
      }
    }
    return positions;
  }
}
