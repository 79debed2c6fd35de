package dev.octet.kernel;

/**
 * Integer convolution of channels-last images, with an output stage:
 *
 * <pre>
 * acc[n][o][c] = sum over taps t, channels i of c's group:
 *                  (x[n][in(o, t)][i] - zx) * (w[c][t][i] - zw[c])     int32, modulo 2^32
 * y[n][o][c]   = stage(acc[n][o][c])
 * </pre>
 *
 * <p>{@code in(o, t)} is {@link ConvFilter#inputAt} on each axis; positions outside the image add
 * nothing, as if they held the zero point. To the stage, output pixels are rows, in the order of
 * memory, and output channels are columns. Every provider gives the reference's integers bit for
 * bit.
 */
public interface QConv extends Kernel {
  /**
   * Packs weights for good. What is held is the provider's business.
   *
   * @param filter the geometry; {@link ConvFilter#k} at most {@link QGemm#MAX_K}
   * @param w weights by output channel, tap (depth, height, width) and input channel of the group,
   *     without gaps: {@code [out][kd][kh][kw][in / groups]}, transposed or not
   * @param offset index of the first
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoints one for each output channel, or one for all
   * @return packed weights
   */
  QFilters pack(ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints);

  /**
   * Computes y.
   *
   * @param x the images, with as many channels as the filter expects
   * @param w what {@link #pack} of this very kernel gave
   * @param stage what becomes of an accumulator, and where it goes; scales of a {@link
   *     QStage.Dequantize} are the same for all rows
   * @param context threads and scratch
   */
  void convolve(QImage x, QFilters w, QStage stage, KernelContext context);

  /**
   * Images, channels last: the channels of pixel (n, d, h, w) begin at {@code offset + (((n * depth
   * + d) * height + h) * width + w) * pixelStride}.
   *
   * @param array 8-bit integers
   * @param offset index of the first pixel's first channel
   * @param batch images
   * @param depth size of the outermost axis; 1 for 1-d and 2-d images
   * @param height size of the middle axis; 1 for 1-d images
   * @param width size of the innermost axis
   * @param pixelStride distance between pixels: the channels, or more
   * @param unsigned whether bytes are 0 to 255 rather than -128 to 127
   * @param zeroPoint the integer that stands for 0.0
   */
  record QImage(
      byte[] array,
      int offset,
      int batch,
      int depth,
      int height,
      int width,
      int pixelStride,
      boolean unsigned,
      int zeroPoint) {}

  /** Packed weights of one provider. */
  interface QFilters {
    /**
     * The geometry.
     *
     * @return what was packed
     */
    ConvFilter filter();

    /**
     * Memory held, on the heap and off it.
     *
     * @return bytes
     */
    long bytes();
  }
}
