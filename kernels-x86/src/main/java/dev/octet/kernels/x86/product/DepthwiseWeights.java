package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernels.x86.machine.Isa;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Weights of a depthwise convolution less their zero points, off the heap, as {@link
 * DepthwiseEmitter} draws them. Those that bytes do not hold are sums of several: then each tap of
 * a column is there once for each part.
 *
 * @param isa whose
 * @param memory all blocks
 * @param runs which blocks there are
 * @param parts terms of a weight, 1 to 3
 * @param columnTaps taps of a column, all parts together
 * @param steps steps of all taps
 */
record DepthwiseWeights(
    Isa isa, MemorySegment memory, List<Run> runs, int parts, int columnTaps, int steps) {
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

  static DepthwiseWeights pack(
      Isa isa, ConvFilter f, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    int[] values = values(f, w, offset, unsigned, zeroPoints);
    int parts = isa.hasDotProduct() ? parts(values) : 1;
    int columnTaps = f.depth().kernel() * f.height().kernel() * parts;
    int perStep = DepthwiseKey.perStep(isa);
    int steps = (columnTaps + perStep - 1) / perStep * f.width().kernel();
    List<Run> runs = runs(isa, f.inChannels(), steps);
    Run last = runs.getLast();
    MemorySegment memory =
        Arena.ofAuto()
            .allocate(last.offset + last.blocks * blockBytes(isa, last.vectors, steps), 64);
    DepthwiseWeights packed = new DepthwiseWeights(isa, memory, runs, parts, columnTaps, steps);
    for (Run run : runs) {
      for (int i = 0; i < run.blocks * run.channels; i++) {
        packed.put(run, i, values, f);
      }
    }
    return packed;
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

  /** Blocks of four vectors, then what is left. */
  private static List<Run> runs(Isa isa, int channels, int steps) {
    List<Run> runs = new ArrayList<>();
    int lanes = isa.lanes();
    int first = 0;
    long at = 0;
    for (int vectors = 4; first < channels; ) {
      int block = vectors * lanes;
      int blocks = (channels - first) / block;
      if (blocks > 0) {
        runs.add(new Run(vectors, blocks, first, block, block, at));
      }
      first += blocks * block;
      at += blocks * blockBytes(isa, vectors, steps);
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

  private static long blockBytes(Isa isa, int vectors, int steps) {
    return (steps + 1L) * vectors * isa.width().bytes();
  }

  /** All weights of a channel, the i-th of a run. */
  private void put(Run run, int i, int[] values, ConvFilter f) {
    int lanes = run.vectors * isa.lanes();
    long block = run.offset + i / lanes * blockBytes(isa, run.vectors, steps);
    int lane = i % lanes;
    int perStep = DepthwiseKey.perStep(isa);
    int across = f.width().kernel();
    int stepsOfColumn = steps / across;
    int taps = columnTaps / parts;
    int sum = 0;
    for (int t = 0; t < taps; t++) {
      for (int x = 0; x < across; x++) {
        int rest = values[(run.channel + i) * f.k() + t * across + x];
        sum += rest;
        for (int part = 0; part < parts; part++) {
          int tap = part * taps + t;
          long step = 1L + x * stepsOfColumn + tap / perStep;
          long at = block + (step * lanes + lane) * 4;
          if (perStep == 2) {
            memory.set(ValueLayout.JAVA_SHORT, at + 2L * (tap % 2), (short) rest);
          } else {
            int term = Math.clamp(rest, -128, 127);
            memory.set(ValueLayout.JAVA_BYTE, at + tap % 4, (byte) term);
            rest -= term;
          }
        }
      }
    }
    memory.set(ValueLayout.JAVA_INT, block + 4L * lane, sum);
  }

  /** Some blocks of a run. */
  MemorySegment blocks(Run run, int first, int count) {
    long bytes = blockBytes(isa, run.vectors, steps);
    return memory.asSlice(run.offset + first * bytes, count * bytes);
  }
}
