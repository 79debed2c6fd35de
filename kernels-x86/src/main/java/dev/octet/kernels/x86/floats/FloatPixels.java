package dev.octet.kernels.x86.floats;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv.FloatImage;
import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * Images as micro-kernels read them: in place, or a copy of lines with their padding, so that a
 * line of the kernel is one run.
 *
 * @param array the floats
 * @param offset of the first image
 * @param pixel floats between pixels
 * @param line floats between lines
 * @param image floats between images
 * @param isCopy whether the array is borrowed
 */
record FloatPixels(float[] array, int offset, int pixel, int line, int image, boolean isCopy) {
  /** Channels below which lines are worth the copy: a tap's beginning costs like some steps. */
  private static final int FEW_CHANNELS = 12;

  static boolean byLines(ConvFilter f) {
    return f.groups() == 1
        && !f.transposed()
        && f.width().dilation() == 1
        && f.width().kernel() > 1
        && f.inChannels() < FEW_CHANNELS;
  }

  static FloatPixels inPlace(FloatImage x) {
    int line = x.width() * x.pixelStride();
    return new FloatPixels(
        x.array(), x.offset(), x.pixelStride(), line, x.depth() * x.height() * line, false);
  }

  static FloatPixels lines(FloatImage x, ConvFilter f, KernelContext context) {
    int channels = f.inChannels();
    int before = f.width().paddingBefore() * channels;
    int pixels = x.width() * channels;
    int lastTap = (f.outputSize(f.width(), x.width()) - 1) * f.width().stride();
    int line = Math.max(before + pixels, (lastTap + f.width().kernel()) * channels);
    int lines = x.batch() * x.depth() * x.height();
    float[] to = context.floats(Math.multiplyExact(lines, line));
    for (int i = 0; i < lines; i++) {
      int at = i * line;
      int from = x.offset() + i * x.width() * x.pixelStride();
      Arrays.fill(to, at, at + before, 0f);
      if (x.pixelStride() == channels) {
        System.arraycopy(x.array(), from, to, at + before, pixels);
      } else {
        for (int j = 0; j < x.width(); j++) {
          int pixel = at + before + j * channels;
          System.arraycopy(x.array(), from + j * x.pixelStride(), to, pixel, channels);
        }
      }
      Arrays.fill(to, at + before + pixels, at + line, 0f);
    }
    return new FloatPixels(to, 0, channels, line, x.depth() * x.height() * line, true);
  }

  void release(KernelContext context) {
    if (isCopy) {
      context.release(array);
    }
  }
}
