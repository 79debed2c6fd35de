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
 * @param stride floats of a pixel
 * @param depth size of the result
 * @param height size of the result
 * @param width size of the result, or of the part of its lines that is wanted
 * @param firstColumn where that part begins
 */
record PaddedLines(
    ConvFilter filter,
    PatchRows.Pixels x,
    int stride,
    int depth,
    int height,
    int width,
    int firstColumn) {
  /** Columns that a part of a line has at least, however many channels there are. */
  private static final int LEAST_COLUMNS = 64;

  /** Multiply-accumulates that are worth a task. */
  private static final long TASK = 250_000;

  /** Reads pixels side by side as floats, from an index on. */
  interface Run {
    void copy(int from, int pixels, float[] to, int toAt);
  }

  static PaddedLines of(ConvFilter filter, PatchRows.Pixels x, int stride) {
    return new PaddedLines(
        filter,
        x,
        stride,
        Math.max(0, filter.outputSize(filter.depth(), x.depth())),
        Math.max(0, filter.outputSize(filter.height(), x.height())),
        Math.max(0, filter.outputSize(filter.width(), x.width())),
        0);
  }

  /** What some columns of the result see. */
  PaddedLines part(int first, int columns) {
    return new PaddedLines(filter, x, stride, depth, height, columns, first);
  }

  /** Columns of a line of output whose scratch has at most so many floats; at least a few. */
  int columns(int floats) {
    int perColumn = parts(1) * step();
    long rest = size(1) - (long) (width - 1) * perColumn;
    return Math.clamp((floats - rest) / perColumn, Math.min(width, LEAST_COLUMNS), width);
  }

  /** Planes of results, of all images. */
  int slices() {
    return x.batch() * depth;
  }

  /** Lines of output of a task that aims at so many floats of scratch. */
  int linesOfTask(int threads, int floats) {
    int most = most(floats);
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
  void fill(Run run, float[] scratch, int slice, int firstLine, int lines, int from, int end) {
    fill(run, scratch, slice, firstLine, lines, from, end, true);
  }

  /** Makes all lines anew, in scratch that had zeros around them before. */
  void fillAgain(Run run, float[] scratch, int slice, int firstLine, int lines) {
    fill(run, scratch, slice, firstLine, lines, 0, parts(lines), false);
  }

  private void fill(
      Run run,
      float[] scratch,
      int slice,
      int firstLine,
      int lines,
      int from,
      int end,
      boolean zeros) {
    int n = lineFloats();
    int inputs = inputLines(lines);
    int gap = gap(lines);
    ConvFilter.Axis axis = filter.height();
    for (int l = from; l < end; l++) {
      int d = filter.inputAt(filter.depth(), x.depth(), slice % depth, l / inputs);
      int tap = Math.min(l % inputs / gap, axis.kernel() - 1);
      int own = l % inputs - tap * gap;
      int h = firstLine * axis.stride() - axis.paddingBefore() + tap * axis.dilation() + own;
      boolean inside = d >= 0 && h >= 0 && h < x.height();
      if (inside) {
        int pixel = ((slice / depth * x.depth() + d) * x.height() + h) * x.width();
        fillLine(run, pixel, scratch, l * n, n - FloatTile.SLACK, zeros);
      } else if (zeros) {
        Arrays.fill(scratch, l * n, (l + 1) * n, 0f);
      }
    }
  }

  /** Pixels may spill over into what follows, which is made later. */
  private void fillLine(Run run, int pixel, float[] scratch, int to, int n, boolean zeros) {
    ConvFilter.Axis axis = filter.width();
    int first = firstColumn * axis.stride() - axis.paddingBefore();
    int skipped = Math.clamp(-first, 0, n / stride);
    int begin = Math.max(0, first);
    int pixels = Math.clamp(x.width() - begin, 0, n / stride - skipped);
    int at = to + skipped * stride;
    if (pixels > 0) {
      run.copy(x.offset() + (pixel + begin) * x.stride(), pixels, scratch, at);
    }
    if (zeros) {
      Arrays.fill(scratch, to, at, 0f);
      Arrays.fill(scratch, at + pixels * stride, to + n, 0f);
    }
  }
}
