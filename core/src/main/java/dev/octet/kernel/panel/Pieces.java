package dev.octet.kernel.panel;

import java.util.Arrays;

/**
 * Where the elements of every row of A lie, counted from the row's own position: piece t is {@code
 * lengths[t]} elements from {@code offsets[t]} on. A matrix product has runs of K; a convolution
 * has taps, so that no matrix of what they see is ever made. Pieces are joined to blocks, whose
 * sums a micro-kernel holds in registers.
 *
 * <pre>
 * a row of A:   | piece 0 | piece 1 | piece 2 | piece 3 |
 * blocks:       | 0                 | 1                 |      ends = {2, 4}
 * </pre>
 *
 * @param offsets of pieces
 * @param lengths of pieces, at least 1
 * @param ends for each block the piece after its last
 * @param depths for each block the element of a row that it begins with, and K at the end
 */
public record Pieces(int[] offsets, int[] lengths, int[] ends, int[] depths) {
  /**
   * Cuts runs into pieces of at most {@code depth} elements, and joins those to blocks likewise.
   */
  static Pieces of(int[] runOffsets, int runLength, int depth) {
    int cuts = Math.max(1, Tasks.ceilDiv(runLength, depth));
    int n = runLength == 0 ? 0 : runOffsets.length * cuts;
    int[] offsets = new int[n];
    int[] lengths = new int[n];
    for (int t = 0; t < n; t++) {
      int begin = (int) ((long) runLength * (t % cuts) / cuts);
      int end = (int) ((long) runLength * (t % cuts + 1) / cuts);
      offsets[t] = runOffsets[t / cuts] + begin;
      lengths[t] = end - begin;
    }
    return joined(offsets, lengths, depth);
  }

  private static Pieces joined(int[] offsets, int[] lengths, int depth) {
    int n = offsets.length;
    int[] ends = new int[Math.max(1, n)];
    int[] depths = new int[ends.length + 1];
    int blocks = 0;
    int k = 0;
    for (int t = 0; t < n; t++) {
      if (t > 0 && k - depths[blocks] + lengths[t] > depth) {
        ends[blocks++] = t;
        depths[blocks] = k;
      }
      k += lengths[t];
    }
    ends[blocks] = n;
    depths[++blocks] = k;
    return new Pieces(
        offsets, lengths, Arrays.copyOf(ends, blocks), Arrays.copyOf(depths, blocks + 1));
  }

  /** One run of K elements. */
  static Pieces row(int k, int depth) {
    return of(new int[1], k, depth);
  }

  /** The same pieces of rows that begin elsewhere. */
  Pieces shifted(int by) {
    if (by == 0) {
      return this;
    }
    int[] moved = offsets.clone();
    for (int t = 0; t < moved.length; t++) {
      moved[t] += by;
    }
    return new Pieces(moved, lengths, ends, depths);
  }

  int blocks() {
    return ends.length;
  }

  int begin(int block) {
    return block == 0 ? 0 : ends[block - 1];
  }

  int end(int block) {
    return ends[block];
  }
}
