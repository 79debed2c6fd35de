package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernels.x86.machine.Isa;
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
      Widen widen,
      int tapBytes,
      KernelContext context) {
    int stride = x.pixelStride();
    int line = x.width() * stride;
    return switch (reading) {
      case IN_PLACE ->
          new Pixels(x.array(), x.offset(), stride, line, x.depth() * x.height() * line, 1, false);
      case PIXELS -> copyPixels(x, f, widen, tapBytes, context);
      case LINES -> copyLines(x, f, widen, tapBytes, context);
    };
  }

  private static Pixels copyPixels(
      QConv.QImage x, ConvFilter f, Widen widen, int tapBytes, KernelContext context) {
    int pixels = x.batch() * x.depth() * x.height() * x.width();
    int pixelBytes = (f.inChannels() * widen.bytes() + 3) & -4;
    // The last bundle of the last pixel may read beyond its channels.
    byte[] to = context.bytes(pixels * pixelBytes + f.inChannels() * widen.bytes() + tapBytes);
    Widen.Rows rows =
        new Widen.Rows(
            x.array(), x.offset(), pixels, f.inChannels(), x.pixelStride(), x.unsigned());
    widen.copy(rows, new int[] {x.zeroPoint()}, false, to, 0, pixelBytes);
    int line = x.width() * pixelBytes;
    int image = x.depth() * x.height() * line;
    return new Pixels(to, 0, pixelBytes, line, image, widen.bytes(), true);
  }

  private static Pixels copyLines(
      QConv.QImage x, ConvFilter f, Widen widen, int tapBytes, KernelContext context) {
    int channels = f.inChannels();
    int pixelBytes = channels * widen.bytes();
    int before = f.width().paddingBefore() * pixelBytes;
    int outWidth = f.outputSize(f.width(), x.width());
    int lastTap = (outWidth - 1) * f.width().stride() * pixelBytes + tapBytes;
    int lineBytes = Math.max(before + x.width() * pixelBytes, lastTap);
    int lines = x.batch() * x.depth() * x.height();
    byte[] to = context.bytes(lines * lineBytes + tapBytes);
    int[] zeroPoint = {x.zeroPoint()};
    boolean dense = x.pixelStride() == channels;
    int line = x.width() * x.pixelStride();
    for (int i = 0; i < (dense ? 1 : lines); i++) {
      Widen.Rows rows =
          dense
              ? new Widen.Rows(x.array(), x.offset(), lines, line, line, x.unsigned())
              : new Widen.Rows(
                  x.array(),
                  x.offset() + i * line,
                  x.width(),
                  channels,
                  x.pixelStride(),
                  x.unsigned());
      int stride = dense ? lineBytes : pixelBytes;
      widen.copy(rows, zeroPoint, false, to, i * lineBytes + before, stride);
    }
    byte zero = widen.bytes() == 1 ? (byte) x.zeroPoint() : 0;
    for (int i = 0; i < lines; i++) {
      int at = i * lineBytes;
      Arrays.fill(to, at, at + before, zero);
      Arrays.fill(to, at + before + x.width() * pixelBytes, at + lineBytes, zero);
    }
    int imageBytes = x.depth() * x.height() * lineBytes;
    return new Pixels(to, 0, pixelBytes, lineBytes, imageBytes, widen.bytes(), true);
  }

  /** Where one image begins for a bundle: with its first channel. */
  long from(int image, Bundle bundle) {
    return offset + (long) image * imageBytes + (long) channelBytes * bundle.firstInput();
  }

  /** What rows of a bundle may read from there on. */
  long bytes(int tapBytes) {
    // In place the last pixel ends with its last channel; a copy has more behind it.
    return (long) imageBytes + (isCopy ? 0 : tapBytes - pixelBytes);
  }

  void release(KernelContext context) {
    if (isCopy) {
      context.release(array);
    }
  }
}
