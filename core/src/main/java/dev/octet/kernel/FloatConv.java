package dev.octet.kernel;

/**
 * Float convolution of channels-last images:
 *
 * <pre>
 * s[n][o][c] = sum over taps t, channels i of c's group: x[n][in(o, t)][i] * w[c][t][i]
 * y[n][o][c] = clamp(s + bias[c] + addend[n][o][c], lo, hi)
 * </pre>
 *
 * <p>{@code in(o, t)} is {@link ConvFilter#inputAt} on each axis; positions outside the image add
 * nothing. The order of the sum is the provider's: y is within {@code nu / (1 - nu)} of the exact
 * value, {@code nu = (K + 3) * 2^-24} with K products in a sum, relative to the sum of the
 * magnitudes of products, bias and addend. Depthwise convolutions are among these. NaN or an
 * infinity in one group may make NaN of what other groups give: kernels multiply groups of few
 * channels together, with zeros between them.
 */
public interface FloatConv extends Kernel {
  /**
   * Packs weights for good. What is held is the provider's business.
   *
   * @param filter the geometry
   * @param w weights, {@code [out][kd][kh][kw][in / groups]} without gaps, transposed or not
   * @param offset index of the first
   * @return packed weights
   */
  FloatFilters pack(ConvFilter filter, float[] w, int offset);

  /**
   * Computes y, which shares no element with x.
   *
   * @param x the images, with as many channels as the filter expects
   * @param w what {@link #pack} of this very kernel gave
   * @param stage what is done with a sum, and where it goes
   * @param context threads and scratch
   */
  void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context);

  /**
   * Images, channels last: the channels of pixel (n, d, h, w) begin at {@code offset + (((n * depth
   * + d) * height + h) * width + w) * pixelStride}.
   *
   * @param array the floats
   * @param offset index of the first pixel's first channel
   * @param batch images
   * @param depth size of the outermost axis; 1 for 1-d and 2-d images
   * @param height size of the middle axis; 1 for 1-d images
   * @param width size of the innermost axis
   * @param pixelStride distance between pixels: the channels, or more
   */
  record FloatImage(
      float[] array, int offset, int batch, int depth, int height, int width, int pixelStride) {}

  /** Packed weights of one provider. */
  interface FloatFilters {
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
