package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import java.util.Arrays;

/**
 * The lines of input that some lines of output of a convolution see, as floats, with zeros around
 * them, in scratch. So every kernel size, stride and dilation is a list of offsets to a
 * micro-kernel, and nothing is copied once for each tap.
 *
 * <pre>
 * scratch: taps along D x lines x (pixels x stride + 16 free)
 *
 * lines for two lines of output, 3 taps, stride 1:   dilation 1: 0 1 2 3      dilation 4: 0 1 . . 4 5 . . 8 9
 * </pre>
 *
 * @param filter not transposed
 * @param x images
 * @param piece what reads input channels as floats
 * @param stride floats of a pixel: input channels, or, depthwise, the output channels that they
 *     belong to, and more for whole vectors
 * @param depth size of the result
 * @param height size of the result
 * @param width size of the result
 */
record PaddedLines(
    ConvFilter filter,
    PatchRows.Pixels x,
    Left.Piece piece,
    int stride,
    int depth,
    int height,
    int width) {
  /** Floats of scratch that a task aims at: 320 KiB, to stay in the second-level cache. */
  private static final int SCRATCH = 80 << 10;

  /** Multiply-accumulates that are worth a task. */
  private static final long TASK = 250_000;

  static PaddedLines of(ConvFilter filter, PatchRows.Pixels x, Left.Piece piece, int stride) {
    return new PaddedLines(
        filter,
        x,
        piece,
        stride,
        Math.max(0, filter.outputSize(filter.depth(), x.depth())),
        Math.max(0, filter.outputSize(filter.height(), x.height())),
        Math.max(0, filter.outputSize(filter.width(), x.width())));
  }

  /** Planes of results, of all images. */
  int slices() {
    return x.batch() * depth;
  }

  /** Lines of output of a task. */
  int linesOfTask(int threads) {
    int most = most(SCRATCH);
    if (threads == 1) {
      return most;
    }
    long work = (long) width * filter.outChannels() * filter.k();
    int worth = Math.clamp(TASK / work + 1, 1, height);
    int fair = Tasks.ceilDiv(slices() * height, 4 * threads);
    return Math.clamp(fair, Math.min(worth, most), most);
  }

  /** Lines of output whose scratch has at most so many floats; at least one. */
  int most(int floats) {
    int most = 1;
    while (most < height && size(most + 1) <= floats) {
      most++;
    }
    return most;
  }

  /** Floats of scratch for so many lines of output. */
  long size(int lines) {
    return (long) parts(lines) * lineFloats() + FloatTile.SLACK;
  }

  /** Lines of input, over all taps along D. */
  int parts(int lines) {
    return filter.depth().kernel() * inputLines(lines);
  }

  /** Floats of a line of input; the last are room for what is written beyond pixels. */
  int lineFloats() {
    ConvFilter.Axis a = filter.width();
    int pixels = (width - 1) * a.stride() + a.dilation() * (a.kernel() - 1) + 1;
    return pixels * stride + FloatTile.SLACK;
  }

  private int inputLines(int lines) {
    return gap(lines) * (filter.height().kernel() - 1) + ownLines(lines);
  }

  /**
   * Lines between what successive taps see: with much dilation, those that none sees are absent.
   */
  private int gap(int lines) {
    return Math.min(filter.height().dilation(), ownLines(lines));
  }

  private int ownLines(int lines) {
    return (lines - 1) * filter.height().stride() + 1;
  }

  /** Where the first pixel of a line of output begins. */
  int lineAt(int line) {
    return line * filter.height().stride() * lineFloats();
  }

  /** From one pixel of a line of output to the next. */
  int step() {
    return filter.width().stride() * stride;
  }

  /** Whether successive taps along W see successive pixels. */
  boolean adjacent() {
    return filter.width().dilation() == 1;
  }

  /** Where lines of taps lie, from a pixel on: taps along D, then H. */
  int[] lineOffsets(int lines) {
    int[] offsets = new int[filter.depth().kernel() * filter.height().kernel()];
    for (int t = 0; t < offsets.length; t++) {
      int td = t / filter.height().kernel();
      int th = t % filter.height().kernel();
      offsets[t] = (td * inputLines(lines) + th * gap(lines)) * lineFloats();
    }
    return offsets;
  }

  /** Where taps lie, from a pixel on. */
  int[] tapOffsets(int lines) {
    int[] ofLines = lineOffsets(lines);
    int taps = filter.width().kernel();
    int[] offsets = new int[ofLines.length * taps];
    for (int t = 0; t < offsets.length; t++) {
      offsets[t] = ofLines[t / taps] + t % taps * filter.width().dilation() * stride;
    }
    return offsets;
  }

  /** Makes lines from..end of those that {@code lines} lines of output of a plane see. */
  void fill(float[] scratch, int slice, int firstLine, int lines, int from, int end) {
    int n = lineFloats();
    int inputs = inputLines(lines);
    int gap = gap(lines);
    ConvFilter.Axis axis = filter.height();
    for (int l = from; l < end; l++) {
      int d = filter.inputAt(filter.depth(), x.depth(), slice % depth, l / inputs);
      int tap = Math.min(l % inputs / gap, axis.kernel() - 1);
      int own = l % inputs - tap * gap;
      int h = firstLine * axis.stride() - axis.paddingBefore() + tap * axis.dilation() + own;
      if (d < 0 || h < 0 || h >= x.height()) {
        Arrays.fill(scratch, l * n, (l + 1) * n, 0f);
      } else {
        int pixel = ((slice / depth * x.depth() + d) * x.height() + h) * x.width();
        fillLine(pixel, scratch, l * n, n - FloatTile.SLACK);
      }
    }
  }

  /** Pixels in order, since each may spill over into the next; zeros to either side. */
  private void fillLine(int pixel, float[] scratch, int to, int n) {
    int inputs = filter.inChannels();
    int left = Math.min(n, filter.width().paddingBefore() * stride);
    Arrays.fill(scratch, to, to + left, 0f);
    int pixels = Math.min(x.width(), (n - left) / stride);
    int from = x.offset() + pixel * x.stride();
    int at = to + left;
    if (inputs == stride && x.stride() == stride) {
      piece.copy(from, pixels * stride, scratch, at);
    } else {
      for (int w = 0; w < pixels; w++) {
        piece.copy(from + w * x.stride(), inputs, scratch, at + w * stride);
        repeat(scratch, at + w * stride, inputs);
      }
    }
    int right = at + pixels * stride;
    if (right < to + n) {
      Arrays.fill(scratch, right, to + n, 0f);
    }
  }

  /** Puts each of {@code n} values where its outputs see it, from the last to the first. */
  private void repeat(float[] pixel, int at, int n) {
    int times = filter.isDepthwise() ? filter.groupOutputs() : 1;
    for (int i = n - 1; times > 1 && i >= 0; i--) {
      Arrays.fill(pixel, at + i * times, at + (i + 1) * times, pixel[at + i]);
    }
  }
}
