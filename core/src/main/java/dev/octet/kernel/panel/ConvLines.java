package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;

/**
 * Depthwise convolution: a task makes {@link PaddedLines} for some lines of output, and sums some
 * pixels of a line at a time, all channels side by side, so that what they see and what they give
 * stay in the first-level cache until they are stored.
 *
 * <pre>
 * weights: taps x stride      sums: pixels x stride
 * </pre>
 *
 * @param filter depthwise, not transposed
 * @param tile the micro-kernel
 * @param weights of all channels, by tap
 */
record ConvLines(ConvFilter filter, DepthwiseTile tile, float[] weights) {
  /** Reads weights as floats. */
  interface Weights {
    float at(int outChannel, int tap);
  }

  /** Floats of input that some pixels see: half a first-level cache. */
  private static final int NEAR = 6 << 10;

  /** What becomes of the sums of some pixels. Belongs to one task. */
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

  static boolean serves(ConvFilter f) {
    return !f.transposed() && f.isDepthwise();
  }

  /** Weights as the micro-kernel reads them: so few that they can be kept as floats. */
  static ConvLines of(ConvFilter f, DepthwiseTile tile, Weights w) {
    int stride = stride(f, tile);
    float[] weights = new float[Math.multiplyExact(f.taps(), stride)];
    for (int t = 0; t < f.taps(); t++) {
      for (int c = 0; c < f.outChannels(); c++) {
        weights[t * stride + c] = w.at(c, t);
      }
    }
    return new ConvLines(f, tile, weights);
  }

  /** Floats of a pixel: room for whole vectors. */
  private static int stride(ConvFilter f, DepthwiseTile tile) {
    return Tasks.ceilDiv(f.outChannels(), tile.lanes()) * tile.lanes();
  }

  /** Runs over images; {@code piece} reads input channels as floats. */
  void run(PatchRows.Pixels x, Left.Piece piece, Lines lines, KernelContext context) {
    PaddedLines input = PaddedLines.of(filter, x, piece, stride(filter, tile));
    if (input.depth() == 0 || input.height() == 0 || input.width() == 0) {
      return;
    }
    int block = input.linesOfTask(context.threads());
    int blocks = Tasks.ceilDiv(input.height(), block);
    float[] start = lines.start(input.stride());
    context.parallel(
        input.slices() * blocks,
        t -> {
          int first = t % blocks * block;
          int n = Math.min(block, input.height() - first);
          task(input, lines, start, context, t / blocks, first, n);
        });
  }

  private void task(
      PaddedLines input,
      Lines lines,
      float[] start,
      KernelContext context,
      int slice,
      int firstLine,
      int n) {
    int stride = input.stride();
    int block = pixels(input);
    float[] scratch = context.floats(Math.toIntExact(input.size(n)));
    float[] sums = context.floats(block * stride);
    Line line = lines.open(block * stride);
    try {
      input.fill(scratch, slice, firstLine, n, 0, input.parts(n));
      int[] offsets = input.tapOffsets(n);
      for (int i = 0; i < n; i++) {
        int row = (slice * input.height() + firstLine + i) * input.width();
        for (int w = 0; w < input.width(); w += block) {
          int pixels = Math.min(block, input.width() - w);
          int at = input.lineAt(i) + w * input.step();
          pixels(pixels, scratch, at, input, offsets, lines, start, sums, line);
          line.store(row + w, pixels, stride);
        }
      }
    } finally {
      line.close();
      context.release(sums);
      context.release(scratch);
    }
  }

  /** How many pixels at a time: groups of four, and no last one that is much smaller. */
  private static int pixels(PaddedLines input) {
    int perPixel = input.filter().height().kernel() * input.step();
    int most = Math.max(4, NEAR / perPixel);
    int blocks = Tasks.ceilDiv(input.width(), most);
    return Tasks.ceilDiv(Tasks.ceilDiv(input.width(), blocks), 4) * 4;
  }

  private void pixels(
      int pixels,
      float[] x,
      int at,
      PaddedLines input,
      int[] offsets,
      Lines lines,
      float[] start,
      float[] sums,
      Line line) {
    int stride = input.stride();
    int most = lines.exactTaps();
    for (int t = 0; t < offsets.length; t += most) {
      int end = Math.min(offsets.length, t + most);
      tile.multiply(pixels, stride, t, end, x, at, input.step(), offsets, weights, start, 0, sums);
      line.add(sums, pixels * stride, t == 0);
    }
  }
}
