package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a convolution less their zero points, off the heap, as {@link ColumnEmitter} draws
 * them. Those that bytes do not hold are sums of several: then each tap of a column is there once
 * for each part.
 *
 * @param isa whose
 * @param memory all blocks
 * @param runs which blocks there are
 * @param parts terms of a weight, 1 to 3
 * @param columnTaps taps of a column, all parts together
 * @param shared lines of output that a column can serve: there are as many sets of weights
 * @param steps steps of all taps, of one set
 * @param inputs what vectors read, of grouped convolutions; else null
 */
record ColumnWeights(
    Isa isa,
    MemorySegment memory,
    List<Run> runs,
    int parts,
    int columnTaps,
    int shared,
    int steps,
    GroupInputs inputs) {
  /**
   * Blocks of as many channels.
   *
   * @param vectors vectors of channels
   * @param blocks how many
   * @param channel the first block's first
   * @param channels of a block
   * @param last the last channels of these that no other run has
   * @param offset where the first block's weights are
   */
  record Run(int vectors, int blocks, int channel, int channels, int last, long offset) {}

  static ColumnWeights pack(
      Isa isa, ConvFilter f, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    int[] values = values(f, w, offset, unsigned, zeroPoints);
    int parts = isa.hasDotProduct() ? parts(values) : 1;
    int columnTaps = f.depth().kernel() * f.height().kernel() * parts;
    int perStep = ColumnKey.perStep(isa);
    int steps = (columnTaps * f.groupInputs() + perStep - 1) / perStep * f.width().kernel();
    GroupInputs inputs = f.groupInputs() == 1 ? null : GroupInputs.of(isa, f);
    int shared = parts == 1 ? shared(isa, f) : 1;
    ColumnWeights empty =
        new ColumnWeights(isa, null, List.of(), parts, columnTaps, shared, steps, inputs);
    List<Run> runs = empty.runs(f.outChannels());
    Run last = runs.getLast();
    long size = last.offset + last.blocks * empty.blockBytes(last.vectors);
    MemorySegment memory = Arena.ofAuto().allocate(size, 64);
    ColumnWeights packed =
        new ColumnWeights(isa, memory, runs, parts, columnTaps, shared, steps, inputs);
    for (Run run : runs) {
      for (int i = 0; i < run.blocks * run.channels; i++) {
        packed.put(run, i, values, f);
      }
    }
    return packed;
  }

  /**
   * Where lanes have room for more taps than the kernel has, neighbouring lines see the same lanes,
   * with weights that are shifted.
   *
   * <pre>
   * column    a b c d
   * line 0    u v w 0
   * line 1    0 u v w
   * </pre>
   */
  private static int shared(Isa isa, ConvFilter f) {
    ConvFilter.Axis height = f.height();
    boolean neighbours = height.stride() == 1 && height.dilation() == 1;
    if (f.groupInputs() > 1 || f.depth().kernel() > 1 || !neighbours) {
      return 1;
    }
    return Math.floorMod(-height.kernel(), ColumnKey.perStep(isa)) + 1;
  }

  private static int[] values(
      ConvFilter f, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    int k = f.k();
    int[] values = new int[f.outChannels() * k];
    for (int c = 0; c < f.outChannels(); c++) {
      int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : c];
      for (int t = 0; t < k; t++) {
        byte b = w[offset + c * k + t];
        values[c * k + t] = (unsigned ? b & 0xff : b) - zeroPoint;
      }
    }
    return values;
  }

  /** Signed bytes that add up to any of these numbers, -255 to 255. */
  private static int parts(int[] values) {
    int parts = 1;
    for (int v : values) {
      int needed = v >= 0 ? (v + 126) / 127 : (127 - v) / 128;
      parts = Math.max(parts, needed);
    }
    return parts;
  }

  /** Blocks of four vectors, grouped of two, then what is left. */
  private List<Run> runs(int channels) {
    List<Run> runs = new ArrayList<>();
    int lanes = isa.lanes();
    int first = 0;
    long at = 0;
    for (int vectors = inputs == null ? 4 : 2; first < channels; ) {
      int block = vectors * lanes;
      int blocks = (channels - first) / block;
      if (blocks > 0) {
        runs.add(new Run(vectors, blocks, first, block, block, at));
      }
      first += blocks * block;
      at += blocks * blockBytes(vectors);
      int rest = channels - first;
      if (rest > 0 && isa.hasMasks()) {
        runs.add(new Run((rest + lanes - 1) / lanes, 1, first, rest, rest, at));
        break;
      }
      if (rest > 0 && rest < lanes) {
        // A whole vector, of which another block has the first channels too.
        runs.add(new Run(1, 1, channels - lanes, lanes, rest, at));
        break;
      }
      vectors /= 2;
    }
    return runs;
  }

  private long blockBytes(int vectors) {
    return ((long) shared * steps * vectors + header(vectors)) * isa.width().bytes();
  }

  /** Vectors before the weights. */
  private int header(int vectors) {
    return inputs == null ? vectors : 2 * vectors + 1;
  }

  /** What a channel has, the i-th of a run. */
  private void put(Run run, int i, int[] values, ConvFilter f) {
    int channels = run.vectors * isa.lanes();
    long block = run.offset + i / channels * blockBytes(run.vectors);
    int lane = i % channels;
    int channel = run.channel + i;
    if (inputs != null) {
      int first = channel - lane % isa.lanes();
      long vector = block + channels * 4L;
      memory.set(ValueLayout.JAVA_INT, vector + lane * 4L, inputs.lane(isa, f, first, channel));
      long begins = vector + channels * 4L + lane / isa.lanes() * 4L;
      memory.set(ValueLayout.JAVA_INT, begins, inputs.begin(f, first));
    }
    long steps = block + header(run.vectors) * (long) isa.width().bytes();
    int sum = putSteps(steps + lane * 4L, 4L * channels, channel, values, f);
    memory.set(ValueLayout.JAVA_INT, block + 4L * lane, sum);
  }

  /** All weights of a channel; gives their sum. */
  private int putSteps(long at, long stepBytes, int channel, int[] values, ConvFilter f) {
    int across = f.width().kernel();
    int columnSteps = steps / across;
    int taps = columnTaps / parts;
    int few = f.groupInputs();
    int from = channel * f.k();
    int sum = 0;
    for (int t = 0; t < taps; t++) {
      for (int x = 0; x < across; x++) {
        for (int i = 0; i < few; i++, from++) {
          sum += values[from];
          for (int line = 0; line < shared; line++) {
            int step = line * steps + x * columnSteps;
            int product = t * few + i + line;
            putTerms(at + step * stepBytes, stepBytes, product, taps * few, values[from]);
          }
        }
      }
    }
    return sum;
  }

  /** A weight as the i-th product of a column, and as that of each part. */
  private void putTerms(long at, long stepBytes, int i, int perPart, int weight) {
    int perStep = ColumnKey.perStep(isa);
    if (perStep == 2) {
      long to = at + i / perStep * stepBytes + 2L * (i % perStep);
      memory.set(ValueLayout.JAVA_SHORT, to, (short) weight);
      return;
    }
    int rest = weight;
    for (int part = 0; part < parts; part++) {
      int product = part * perPart + i;
      int term = Math.clamp(rest, -128, 127);
      long to = at + product / perStep * stepBytes + product % perStep;
      memory.set(ValueLayout.JAVA_BYTE, to, (byte) term);
      rest -= term;
    }
  }

  /** Some blocks of a run. */
  MemorySegment blocks(Run run, int first, int count) {
    long bytes = blockBytes(run.vectors);
    return memory.asSlice(run.offset + first * bytes, count * bytes);
  }
}
