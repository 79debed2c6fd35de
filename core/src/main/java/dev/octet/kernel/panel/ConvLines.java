package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * The loops of convolutions in which an output sees few channels. A task takes some lines of
 * output: it copies the lines of input that they see, as floats, with physical zeros around them,
 * into scratch that stays in the second-level cache. So every kernel size, stride and dilation is
 * the same to the micro-kernel, a list of offsets, and nothing is copied once for each tap.
 *
 * <pre>
 * scratch: depth taps x lines x pixels x inStride
 * sums:    pixels x outStride
 * </pre>
 *
 * @param filter not transposed
 * @param inStride floats of a pixel in the scratch: input channels, or, depthwise, the output
 *     channels that they belong to, and more for whole vectors
 * @param outStride floats of a pixel in the sums
 * @param product what computes one line
 */
record ConvLines(ConvFilter filter, int inStride, int outStride, LineProduct product) {
  /** Floats of scratch that a task aims at: 320 KiB. */
  private static final int SCRATCH = 80 << 10;

  /** Multiply-accumulates that are worth a task. */
  private static final long TASK = 250_000;

  /** Computes sums of one output line over some of the taps. */
  interface LineProduct {
    void multiply(
        int pixels,
        int firstTap,
        int endTap,
        float[] x,
        int xAt,
        int step,
        int[] offsets,
        float[] start,
        float[] c);
  }

  /** What becomes of the sums of one output line. Belongs to one task. */
  interface Line {
    /** Takes sums over some of the taps; {@code first} if they are the first. */
    void add(float[] sums, int n, boolean first);

    /** All taps have been added: stores pixels, {@code stride} apart in the sums. */
    void store(int row, int pixels, int stride);

    void close();
  }

  /** Makes lines, and says how many taps may be summed as floats. */
  interface Lines {
    Line open(int n);

    int exactTaps();

    /** Where the sums of each channel start, padded ones too. */
    float[] start(int padded);
  }

  private record Sizes(int depth, int height, int width) {}

  /** Runs over images; {@code piece} reads input channels as floats. */
  void run(PatchRows.Pixels x, LeftRows.Piece piece, Lines lines, KernelContext context) {
    Sizes out =
        new Sizes(
            filter.outputSize(filter.depth(), x.depth()),
            filter.outputSize(filter.height(), x.height()),
            filter.outputSize(filter.width(), x.width()));
    if (out.depth <= 0 || out.height <= 0 || out.width <= 0) {
      return;
    }
    int block = linesOfTask(out, x.batch(), context.threads());
    int blocks = Tasks.ceilDiv(out.height, block);
    float[] start = lines.start(outStride);
    context.parallel(
        x.batch() * out.depth * blocks,
        t -> {
          int first = t % blocks * block;
          int n = Math.min(block, out.height - first);
          task(x, piece, lines, start, context, out, t / blocks, first, n);
        });
  }

  private int linesOfTask(Sizes out, int batch, int threads) {
    int perLine = filter.depth().kernel() * paddedWidth(out.width) * inStride;
    int most = 1;
    while (most < out.height && (long) inputLines(most + 1) * perLine <= SCRATCH) {
      most++;
    }
    long work = (long) out.width * filter.outChannels() * filter.k();
    int worth = Math.clamp(TASK / work + 1, 1, out.height);
    int fair = Tasks.ceilDiv(batch * out.depth * out.height, 4 * threads);
    return threads == 1 ? most : Math.clamp(fair, Math.min(worth, most), most);
  }

  private int paddedWidth(int outWidth) {
    ConvFilter.Axis a = filter.width();
    return (outWidth - 1) * a.stride() + a.dilation() * (a.kernel() - 1) + 1;
  }

  private int inputLines(int outLines) {
    ConvFilter.Axis a = filter.height();
    return (outLines - 1) * a.stride() + a.dilation() * (a.kernel() - 1) + 1;
  }

  private void task(
      PatchRows.Pixels x,
      LeftRows.Piece piece,
      Lines lines,
      float[] start,
      KernelContext context,
      Sizes out,
      int slice,
      int firstLine,
      int n) {
    int lineFloats = paddedWidth(out.width) * inStride;
    int inputs = inputLines(n);
    int slabs = filter.depth().kernel();
    float[] scratch = context.floats(slabs * inputs * lineFloats + FloatTile.SLACK);
    float[] sums = context.floats(out.width * outStride);
    Line line = lines.open(out.width * outStride);
    try {
      fill(x, piece, scratch, out, slice, firstLine, inputs, lineFloats);
      int[] offsets = offsets(inputs, lineFloats);
      int step = filter.width().stride() * inStride;
      for (int i = 0; i < n; i++) {
        int xAt = i * filter.height().stride() * lineFloats;
        int most = lines.exactTaps();
        for (int t = 0; t < offsets.length; t += most) {
          int end = Math.min(offsets.length, t + most);
          product.multiply(out.width, t, end, scratch, xAt, step, offsets, start, sums);
          line.add(sums, out.width * outStride, t == 0);
        }
        line.store((slice * out.height + firstLine + i) * out.width, out.width, outStride);
      }
    } finally {
      line.close();
      context.release(sums);
      context.release(scratch);
    }
  }

  private int[] offsets(int inputs, int lineFloats) {
    int[] offsets = new int[filter.taps()];
    int t = 0;
    for (int td = 0; td < filter.depth().kernel(); td++) {
      for (int th = 0; th < filter.height().kernel(); th++) {
        for (int tw = 0; tw < filter.width().kernel(); tw++) {
          int line = td * inputs + th * filter.height().dilation();
          offsets[t++] = line * lineFloats + tw * filter.width().dilation() * inStride;
        }
      }
    }
    return offsets;
  }

  private void fill(
      PatchRows.Pixels x,
      LeftRows.Piece piece,
      float[] scratch,
      Sizes out,
      int slice,
      int firstLine,
      int inputs,
      int lineFloats) {
    ConvFilter.Axis height = filter.height();
    int image = slice / out.depth;
    int firstInput = firstLine * height.stride() - height.paddingBefore();
    for (int td = 0; td < filter.depth().kernel(); td++) {
      int d = filter.inputAt(filter.depth(), x.depth(), slice % out.depth, td);
      for (int i = 0; i < inputs; i++) {
        int h = firstInput + i;
        int to = (td * inputs + i) * lineFloats;
        if (d < 0 || h < 0 || h >= x.height()) {
          Arrays.fill(scratch, to, to + lineFloats, 0f);
        } else {
          int pixel = ((image * x.depth() + d) * x.height() + h) * x.width();
          fillLine(x, piece, pixel, scratch, to, lineFloats);
        }
      }
    }
  }

  /** Pixels in order, since each may spill over into the next; zeros to either side. */
  private void fillLine(
      PatchRows.Pixels x, LeftRows.Piece piece, int pixel, float[] scratch, int to, int n) {
    int inputs = filter.inChannels();
    int before = filter.width().paddingBefore() * inStride;
    int left = Math.min(n, before);
    Arrays.fill(scratch, to, to + left, 0f);
    int pixels = Math.min(x.width(), (n - left) / inStride);
    int from = x.offset() + pixel * x.stride();
    int at = to + left;
    if (inputs == inStride && x.stride() == inStride) {
      piece.copy(from, pixels * inStride, scratch, at);
    } else {
      for (int w = 0; w < pixels; w++) {
        piece.copy(from + w * x.stride(), inputs, scratch, at + w * inStride);
        repeat(scratch, at + w * inStride, inputs);
      }
    }
    int right = at + pixels * inStride;
    if (right < to + n) {
      Arrays.fill(scratch, right, to + n, 0f);
    }
  }

  /** Puts each of {@code n} values where its outputs see it, from the last to the first. */
  private void repeat(float[] x, int at, int n) {
    int times = filter.isDepthwise() ? filter.groupOutputs() : 1;
    for (int i = n - 1; times > 1 && i >= 0; i--) {
      Arrays.fill(x, at + i * times, at + (i + 1) * times, x[at + i]);
    }
  }
}
