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

    /** All taps have been added: stores {@code n} channels of pixels, a vector apart. */
    void store(int row, int pixels, int column, int n, int lanes);

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
    PaddedLines shape = lines(x, input, 0);
    if (shape.depth() == 0 || shape.height() == 0 || shape.width() == 0) {
      return;
    }
    int block = shape.linesOfTask(context.threads(), SCRATCH);
    int blocks = Tasks.ceilDiv(shape.height(), block);
    int perVector = shape.slices() * blocks;
    int groups = context.threads() == 1 ? 1 : Tasks.ceilDiv(4 * context.threads(), perVector);
    int each = Tasks.ceilDiv(vectors(), Math.min(vectors(), groups));
    float[] start = lines.start(vectors() * tile.lanes());
    context.parallel(
        perVector * Tasks.ceilDiv(vectors(), each),
        t -> {
          int first = t / perVector * each;
          int line = t % blocks * block;
          int n = Math.min(block, shape.height() - line);
          Task task = new Task(x, input, lines, start, context, t % perVector / blocks, line, n);
          run(task, first, Math.min(vectors(), first + each));
        });
  }

  /** Lines of output of one plane. */
  private record Task(
      PatchRows.Pixels x,
      Input input,
      Lines lines,
      float[] start,
      KernelContext context,
      int slice,
      int firstLine,
      int n) {}

  private void run(Task task, int from, int end) {
    PaddedLines shape = lines(task.x, task.input, from);
    int n = task.n * shape.width() * tile.lanes();
    float[] scratch = task.context.floats(Math.toIntExact(shape.size(task.n)));
    float[] sums = task.context.floats(n);
    Line line = task.lines.open(n);
    try {
      int[] offsets = shape.tapOffsets(task.n);
      for (int vector = from; vector < end; vector++) {
        PaddedLines padded = lines(task.x, task.input, vector);
        if (vector == from) {
          padded.fill(scratch, task.slice, task.firstLine, task.n, 0, padded.parts(task.n));
        } else {
          padded.fillAgain(scratch, task.slice, task.firstLine, task.n);
        }
        multiply(task, vector, padded, scratch, offsets, sums, line);
      }
    } finally {
      line.close();
      task.context.release(sums);
      task.context.release(scratch);
    }
  }

  private void multiply(
      Task task,
      int vector,
      PaddedLines padded,
      float[] scratch,
      int[] offsets,
      float[] sums,
      Line line) {
    int lanes = tile.lanes();
    int width = padded.width();
    int column = vector * lanes;
    int wAt = column * offsets.length;
    int pixels = task.n * width;
    int most = task.lines.exactTaps();
    for (int t = 0; t < offsets.length; t += most) {
      int end = Math.min(offsets.length, t + most);
      tile.multiply(
          task.n,
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
          task.start,
          column,
          sums);
      line.add(sums, pixels * lanes, t == 0);
    }
    int row = (task.slice * padded.height() + task.firstLine) * width;
    line.store(row, pixels, column, Math.min(lanes, filter.outChannels() - column), lanes);
  }

  /** Lines of a vector of output channels, each beside the input channel that it sees. */
  private PaddedLines lines(PatchRows.Pixels x, Input input, int vector) {
    int lanes = tile.lanes();
    int times = filter.groupOutputs();
    int first = vector * lanes;
    int n = Math.min(lanes, filter.outChannels() - first);
    PaddedLines.Run run =
        times == 1
            ? (from, pixels, to, toAt) -> input.read(from + first, n, pixels, to, toAt)
            : (from, pixels, to, toAt) -> {
              for (int i = 0; i < pixels; i++) {
                int pixel = from + i * x.stride();
                repeated(input, pixel, first, n, times, to, toAt + i * lanes);
              }
            };
    return PaddedLines.of(filter, x, run, lanes);
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
