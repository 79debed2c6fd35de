package dev.octet.kernel.panel;

/**
 * Where the elements of every row of A lie, counted from the row's own position: piece t is {@code
 * lengths[t]} elements from {@code offsets[t]} on. A matrix product has one run of K; a convolution
 * has taps, so that no matrix of what they see is ever made. Runs are cut where blocks end, whose
 * sums a micro-kernel holds in registers.
 *
 * <pre>
 * runs of a row:   | run 0         | run 1         | run 2         |
 * pieces:          | 0             | 1     | 2     | 3             |
 * blocks:          | 0                     | 1                     |      ends = {2, 4}
 * </pre>
 *
 * @param offsets of pieces
 * @param lengths of pieces
 * @param ends for each block the piece after its last
 * @param depths for each block the element of a row that it begins with, and K at the end
 */
public record Pieces(int[] offsets, int[] lengths, int[] ends, int[] depths) {
  private static final int[] ONE_RUN = {0};

  /** Cuts runs into equal blocks of at most {@code depth} elements, but for the last. */
  static Pieces of(int[] runOffsets, int runLength, int depth) {
    int k = runOffsets.length * runLength;
    int blocks = Math.max(1, Tasks.ceilDiv(k, depth));
    int each = Math.max(1, Tasks.ceilDiv(k, blocks));
    int[] ends = new int[blocks];
    int[] depths = new int[blocks + 1];
    int[] offsets = new int[runLength == 0 ? 0 : runOffsets.length + blocks];
    int[] lengths = new int[offsets.length];
    int n = 0;
    for (int block = 0; block < blocks; block++) {
      depths[block + 1] = Math.min(k, depths[block] + each);
      for (int p = depths[block]; p < depths[block + 1]; p += lengths[n++]) {
        offsets[n] = runOffsets[p / runLength] + p % runLength;
        lengths[n] = Math.min(runLength - p % runLength, depths[block + 1] - p);
      }
      ends[block] = n;
    }
    return new Pieces(offsets, lengths, ends, depths);
  }

  /** One run of K elements. */
  static Pieces row(int k, int depth) {
    return of(ONE_RUN, k, depth);
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
