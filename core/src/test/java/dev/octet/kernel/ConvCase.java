package dev.octet.kernel;

import dev.octet.kernel.ConvFilter.Axis;
import java.util.Random;

/**
 * A convolution and the size of its images.
 *
 * @param filter the convolution
 * @param batch images
 * @param depth size
 * @param height size
 * @param width size
 */
record ConvCase(ConvFilter filter, int batch, int depth, int height, int width) {
  static ConvCase of2d(ConvFilter filter, int height, int width) {
    return new ConvCase(filter, 1, 1, height, width);
  }

  /** Any geometry of one to three axes whose result is not empty. */
  static ConvCase random(Random random, int mostChannels) {
    while (true) {
      boolean transposed = random.nextInt(3) == 0;
      int axes = random.nextInt(1, 4);
      int groups = random.nextInt(2) == 0 ? 1 : random.nextInt(1, 6);
      int inputs = random.nextInt(1, Math.max(2, mostChannels / groups));
      int outputs = random.nextInt(1, Math.max(2, mostChannels / groups));
      if (random.nextInt(5) == 0) {
        inputs = 1;
        outputs = random.nextInt(1, 3);
        groups = random.nextInt(2, mostChannels);
      }
      ConvFilter filter =
          new ConvFilter(
              groups * inputs,
              groups * outputs,
              groups,
              transposed,
              axes == 3 ? axis(random, transposed, 3) : Axis.NONE,
              axes >= 2 ? axis(random, transposed, 4) : Axis.NONE,
              axis(random, transposed, 5));
      ConvCase c =
          new ConvCase(
              filter,
              random.nextInt(1, 3),
              axes == 3 ? random.nextInt(1, 5) : 1,
              axes >= 2 ? random.nextInt(1, 8) : 1,
              random.nextInt(1, 12));
      if (c.outDepth() > 0 && c.outHeight() > 0 && c.outWidth() > 0 && c.work() < 3_000_000) {
        return c;
      }
    }
  }

  private static Axis axis(Random random, boolean transposed, int mostKernel) {
    int stride = random.nextInt(1, 4);
    int dilation = random.nextInt(1, 4);
    int outputPadding = transposed ? random.nextInt(Math.max(stride, dilation)) : 0;
    return new Axis(
        random.nextInt(1, mostKernel + 1),
        stride,
        random.nextInt(3),
        random.nextInt(3),
        dilation,
        outputPadding);
  }

  int outDepth() {
    return filter.outputSize(filter.depth(), depth);
  }

  int outHeight() {
    return filter.outputSize(filter.height(), height);
  }

  int outWidth() {
    return filter.outputSize(filter.width(), width);
  }

  int inPixels() {
    return batch * depth * height * width;
  }

  int outPixels() {
    return batch * outDepth() * outHeight() * outWidth();
  }

  private long work() {
    return (long) outPixels() * filter.outChannels() * filter.k();
  }
}
