package dev.octet.nn.modules;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.Volume;
import dev.octet.nn.support.Images;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Sizes of a convolution's input and output, checked.
 *
 * @param in the input
 * @param out the result
 * @param result the result's shape
 */
public record ConvShapes(Volume in, Volume out, Shape result) {
  /**
   * The sizes for an input.
   *
   * @param x the input, floats or integers
   * @param filter the geometry
   * @param spatial spatial dimensions
   * @return the sizes
   * @throws IllegalArgumentException if rank or channels do not fit, or the kernel is larger than
   *     the input
   */
  public static ConvShapes of(Tensor x, ConvFilter filter, int spatial) {
    Images.checkSpatial(x, spatial);
    Volume in = Images.volume(x.shape());
    if (in.c() != filter.inChannels()) {
      throw new IllegalArgumentException(
          "input has "
              + in.c()
              + " channels, weight "
              + ConvWeights.shape(filter, spatial)
              + " expects "
              + filter.inChannels());
    }
    Volume out =
        new Volume(
            in.n(),
            size(filter, filter.depth(), in.d(), x),
            size(filter, filter.height(), in.h(), x),
            size(filter, filter.width(), in.w(), x),
            filter.outChannels());
    return new ConvShapes(in, out, Images.shape(out, spatial));
  }

  private static int size(ConvFilter filter, Axis axis, int in, Tensor x) {
    int out = filter.outputSize(axis, in);
    if (out < 1 || in < 1) {
      throw new IllegalArgumentException(
          "input "
              + x.shape()
              + " is too small for a kernel of "
              + axis.kernel()
              + " taps: "
              + axis);
    }
    return out;
  }

  /**
   * Refuses a second input that is not as the result.
   *
   * @param addend the second input
   * @throws IllegalArgumentException if its shape is another
   */
  public void checkAddend(Tensor addend) {
    if (!addend.shape().equals(result)) {
      throw new IllegalArgumentException(
          "input 1 has shape " + addend.shape() + ", what it is added to has " + result);
    }
  }
}
