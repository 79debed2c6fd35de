package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Images as micro-kernels read them: in place, or a copy.
 *
 * <pre>
 * LINES, 7 x 7 over 3 channels: z z z | p p p ... p p p | z z z      a line with its padding; a
 *                               '---------------------'              kernel line is one tap of 21
 *                                       21 bytes                     bytes, read as 24
 * </pre>
 *
 * @param array the bytes
 * @param offset of the first image
 * @param pixelBytes between pixels
 * @param lineBytes between lines
 * @param imageBytes between images
 * @param channelBytes 1, or 2 where channels have become 16-bit integers
 * @param isCopy whether the array is borrowed
 */
record Pixels(
    byte[] array,
    int offset,
    int pixelBytes,
    int lineBytes,
    int imageBytes,
    int channelBytes,
    boolean isCopy) {
  /** How a convolution reads. */
  enum Reading {
    /** Where pixels lie. */
    IN_PLACE,
    /** From a copy whose pixels are whole steps. */
    PIXELS,
    /** From a copy of lines with padding, a whole line of the kernel at once. */
    LINES;

    /** Channels up to which lines are worth the copy: a tap's beginning costs like some steps. */
    private static final int FEW_CHANNELS = 12;

    static Reading of(ConvFilter f, Isa isa) {
      boolean lines = f.groups() == 1 && !f.transposed() && f.width().dilation() == 1;
      if (lines && (f.inChannels() % 4 != 0 || f.inChannels() < FEW_CHANNELS)) {
        return LINES;
      }
      if (!isa.hasDotProduct()) {
        return PIXELS;
      }
      int lastInputs = Bundle.of(f, 2 * isa.lanes()).getLast().inputs();
      int inputs = Bundle.of(f, 2 * isa.lanes()).getFirst().inputs();
      return inputs % 4 == 0 && lastInputs % 4 == 0 ? IN_PLACE : PIXELS;
    }

    /** Taps of the kernel, each a run of bytes. */
    int taps(ConvFilter f) {
      return this == LINES ? f.depth().kernel() * f.height().kernel() : f.taps();
    }
  }

  static Pixels of(
      QConv.QImage x,
      ConvFilter f,
      Reading reading,
      Isa isa,
      int tapBytes,
      KernelContext context) {
    int stride = x.pixelStride();
    int lines = x.depth() * x.height();
    return switch (reading) {
      case IN_PLACE ->
          new Pixels(
              x.array(),
              x.offset(),
              stride,
              x.width() * stride,
              lines * x.width() * stride,
              1,
              false);
      case PIXELS -> copyPixels(x, f, isa, tapBytes, context);
      case LINES -> copyLines(x, f, isa, tapBytes, context);
    };
  }

  private static int bytesPerChannel(Isa isa) {
    return isa.hasDotProduct() ? 1 : 2;
  }

  private static Pixels copyPixels(
      QConv.QImage x, ConvFilter f, Isa isa, int tapBytes, KernelContext context) {
    int each = bytesPerChannel(isa);
    int pixels = x.batch() * x.depth() * x.height() * x.width();
    int pixelBytes = (f.inChannels() * each + 3) & -4;
    // The last bundle of the last pixel may read beyond its channels.
    byte[] to = context.bytes(pixels * pixelBytes + f.inChannels() * each + tapBytes);
    for (int p = 0; p < pixels; p++) {
      copy(x, p, f.inChannels(), isa, to, p * pixelBytes);
    }
    int line = x.width() * pixelBytes;
    return new Pixels(to, 0, pixelBytes, line, x.depth() * x.height() * line, each, true);
  }

  private static Pixels copyLines(
      QConv.QImage x, ConvFilter f, Isa isa, int tapBytes, KernelContext context) {
    int pixelBytes = f.inChannels() * bytesPerChannel(isa);
    int before = f.width().paddingBefore() * pixelBytes;
    int outWidth = f.outputSize(f.width(), x.width());
    int lastTap = (outWidth - 1) * f.width().stride() * pixelBytes + tapBytes;
    int lineBytes = Math.max(before + x.width() * pixelBytes, lastTap);
    int lines = x.batch() * x.depth() * x.height();
    byte[] to = context.bytes(lines * lineBytes + tapBytes);
    byte zero = isa.hasDotProduct() ? (byte) x.zeroPoint() : 0;
    for (int line = 0; line < lines; line++) {
      int at = line * lineBytes;
      int end = at + before + x.width() * pixelBytes;
      Arrays.fill(to, at, at + before, zero);
      if (isa.hasDotProduct() && x.pixelStride() == f.inChannels()) {
        int from = x.offset() + line * x.width() * x.pixelStride();
        System.arraycopy(x.array(), from, to, at + before, x.width() * pixelBytes);
      } else {
        for (int i = 0; i < x.width(); i++) {
          int pixel = line * x.width() + i;
          copy(x, pixel, f.inChannels(), isa, to, at + before + i * pixelBytes);
        }
      }
      Arrays.fill(to, end, at + lineBytes, zero);
    }
    int imageBytes = x.depth() * x.height() * lineBytes;
    return new Pixels(to, 0, pixelBytes, lineBytes, imageBytes, bytesPerChannel(isa), true);
  }

  private static void copy(
      QConv.QImage x, int pixel, int channels, Isa isa, byte[] to, int at) {
    int from = x.offset() + pixel * x.pixelStride();
    if (isa.hasDotProduct()) {
      System.arraycopy(x.array(), from, to, at, channels);
    } else {
      Widen.row(
          x.array(), from, channels, x.unsigned(), x.zeroPoint(), to, at, 2 * channels);
    }
  }

  /** One image from a bundle's first channel on: what its rows may read. */
  MemorySegment image(int image, Bundle bundle, int tapBytes) {
    long from = offset + (long) image * imageBytes + (long) channelBytes * bundle.firstInput();
    // In place the last pixel ends with its last channel; a copy has more behind it.
    long length = (long) imageBytes + (isCopy ? 0 : tapBytes - pixelBytes);
    return MemorySegment.ofArray(array).asSlice(from, length);
  }

  void release(KernelContext context) {
    if (isCopy) {
      context.release(array);
    }
  }
}
