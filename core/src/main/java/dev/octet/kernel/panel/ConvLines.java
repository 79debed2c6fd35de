package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * Depthwise convolution, a vector of channels at a time: a task makes {@link PaddedLines} of some
 * channels for some lines of output, sums them, and stores results while all that is in the
 * first-level cache.
 *
 * <pre>
 * weights: vectors of channels x taps x lanes      sums: lines x pixels x lanes
 * </pre>
 *
 * @param filter depthwise, not transposed
 * @param tile the micro-kernel
 * @param weights the last vector padded with zeros
 */
record ConvLines(ConvFilter filter, DepthwiseTile tile, float[] weights) {
  /** Floats of scratch that a task aims at: 64 KiB. */
  private static final int SCRATCH = 16 << 10;

  /** Reads weights as floats. */
  interface Weights {
    float at(int outChannel, int tap);
  }

  /** Reads up to a vector of channels of pixels side by side as floats, each a vector apart. */
  interface Input {
    void read(int from, int n, int pixels, float[] to, int toAt);
  }

  /** What becomes of the sums of some output lines. Belongs to one task. */
  interface Line {
    /** Takes sums over some of the taps; {@code first} if they are the first. */
    void add(float[] sums, int n, boolean first);

    /**
     * All taps have been added: stores {@code n} channels of pixels, a vector apart; {@code sums}
     * are those taken last, and scratch.
     */
    void store(float[] sums, int row, int pixels, int column, int n, int lanes);

    void close();
  }

  /** Makes lines, and says how many taps may be summed as floats. */
  interface Lines {
    Line open(int n);

    int exactTaps();

    /** Writes where the sums of each channel start, padded ones too. */
    void start(float[] to, int padded);
  }

  static boolean serves(ConvFilter f) {
    return !f.transposed() && f.isDepthwise();
  }

  /** Weights as the micro-kernel reads them: so few that they can be kept as floats. */
  static ConvLines of(ConvFilter f, DepthwiseTile tile, Weights w) {
    int lanes = tile.lanes();
    int vectors = Tasks.ceilDiv(f.outChannels(), lanes);
    float[] weights = new float[Math.multiplyExact(f.taps(), vectors * lanes)];
    for (int c = 0; c < f.outChannels(); c++) {
      for (int t = 0; t < f.taps(); t++) {
        weights[(c / lanes * f.taps() + t) * lanes + c % lanes] = w.at(c, t);
      }
    }
    return new ConvLines(f, tile, weights);
  }

  private int vectors() {
    return Tasks.ceilDiv(filter.outChannels(), tile.lanes());
  }

  /** Runs over images. */
  void run(PatchRows.Pixels x, Input input, Lines lines, KernelContext context) {
    PaddedLines shape = PaddedLines.of(filter, x, tile.lanes());
    if (shape.depth() == 0 || shape.height() == 0 || shape.width() == 0) {
      return;
    }
    int block = shape.linesOfTask(context.threads(), SCRATCH);
    int blocks = Tasks.ceilDiv(shape.height(), block);
    int perVector = shape.slices() * blocks;
    int groups = context.threads() == 1 ? 1 : Tasks.ceilDiv(4 * context.threads(), perVector);
    int each = Tasks.ceilDiv(vectors(), Math.min(vectors(), groups));
    int[] offsets = shape.tapOffsets(block);
    int padded = vectors() * tile.lanes();
    float[] start = context.floats(padded);
    Images images = new Images(shape, input, lines, start, context);
    try {
      lines.start(start, padded);
      context.parallel(
          perVector * Tasks.ceilDiv(vectors(), each),
          t -> {
            int first = t / perVector * each;
            int line = t % blocks * block;
            int n = Math.min(block, shape.height() - line);
            int slice = t % perVector / blocks;
            int[] own = n == block ? offsets : shape.tapOffsets(n);
            run(images, own, slice, line, n, first, Math.min(vectors(), first + each));
          });
    } finally {
      context.release(start);
    }
  }

  /** What the tasks of a convolution share. */
  private record Images(
      PaddedLines shape, Input input, Lines lines, float[] start, KernelContext context) {}

  /** Makes n lines of output of one plane, some vectors of channels. */
  private void run(
      Images images, int[] offsets, int slice, int firstLine, int n, int from, int end) {
    PaddedLines shape = images.shape;
    KernelContext context = images.context;
    int floats = n * shape.width() * tile.lanes();
    float[] scratch = context.floats(Math.toIntExact(shape.size(n)));
    float[] sums = context.floats(floats);
    Line line = images.lines.open(floats);
    try {
      Reader reader = new Reader(images.input, shape.x().stride());
      for (int vector = from; vector < end; vector++) {
        reader.vector = vector;
        if (vector == from) {
          shape.fill(reader, scratch, slice, firstLine, n, 0, shape.parts(n));
        } else {
          shape.fillAgain(reader, scratch, slice, firstLine, n);
        }
        int row = (slice * shape.height() + firstLine) * shape.width();
        multiply(images, offsets, row, n, vector, scratch, sums, line);
      }
    } finally {
      line.close();
      context.release(sums);
      context.release(scratch);
    }
  }

  private void multiply(
      Images images,
      int[] offsets,
      int row,
      int n,
      int vector,
      float[] scratch,
      float[] sums,
      Line line) {
    PaddedLines padded = images.shape;
    int lanes = tile.lanes();
    int width = padded.width();
    int column = vector * lanes;
    int wAt = column * offsets.length;
    int pixels = n * width;
    int most = images.lines.exactTaps();
    for (int t = 0; t < offsets.length; t += most) {
      int end = Math.min(offsets.length, t + most);
      tile.multiply(
          n,
          padded.lineAt(1),
          width,
          t,
          end,
          scratch,
          0,
          padded.step(),
          offsets,
          weights,
          wAt,
          images.start,
          column,
          sums);
      line.add(sums, pixels * lanes, t == 0);
    }
    line.store(sums, row, pixels, column, Math.min(lanes, filter.outChannels() - column), lanes);
  }

  /** Reads what a vector of output channels sees: each beside the input channel that it sees. */
  private final class Reader implements PaddedLines.Run {
    private final Input input;
    private final int pixelStride;
    private int vector;

    Reader(Input input, int pixelStride) {
      this.input = input;
      this.pixelStride = pixelStride;
    }

    @Override
    public void copy(int from, int pixels, float[] to, int toAt) {
      int lanes = tile.lanes();
      int times = filter.groupOutputs();
      int first = vector * lanes;
      int n = Math.min(lanes, filter.outChannels() - first);
      if (times == 1) {
        input.read(from + first, n, pixels, to, toAt);
        return;
      }
      for (int i = 0; i < pixels; i++) {
        repeated(input, from + i * pixelStride, first, n, times, to, toAt + i * lanes);
      }
    }
  }

  /** Reads inputs, and puts them where their outputs are, from the last to the first. */
  private static void repeated(
      Input input, int pixel, int first, int n, int times, float[] to, int toAt) {
    int least = first / times;
    int greatest = (first + n - 1) / times;
    input.read(pixel + least, greatest - least + 1, 1, to, toAt);
    for (int i = greatest; i >= least; i--) {
      int begin = Math.max(first, i * times) - first;
      int end = Math.min(first + n, (i + 1) * times) - first;
      Arrays.fill(to, toAt + begin, toAt + end, to[toAt + i - least]);
    }
  }
}
