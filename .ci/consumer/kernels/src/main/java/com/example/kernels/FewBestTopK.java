package com.example.kernels;

import dev.octet.kernel.TopK;
import java.util.Arrays;

/**
 * {@link TopK} in one pass, for the few best of many that a classifier asks for: most values are
 * dropped after one comparison. Octet's own counts bytes, which takes two passes whatever k is.
 */
final class FewBestTopK implements TopK {
  @Override
  public void bytes(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      boolean greatest,
      int k,
      byte[] values,
      int[] indices,
      int to) {
    // Turning the first bit makes signed bytes rise as unsigned ones; turning all makes them fall.
    int turn = (unsigned ? 0 : 0x80) ^ (greatest ? 0xff : 0);
    Best best = new Best(k);
    for (int i = 0; i < n; i++) {
      best.offer((q[offset + i] & 0xff) ^ turn, i);
    }
    best.write(indices, to);
    for (int i = to; i < to + k; i++) {
      values[i] = q[offset + indices[i]];
    }
  }

  @Override
  public void floats(
      float[] x,
      int offset,
      int n,
      boolean greatest,
      int k,
      float[] values,
      int[] indices,
      int to) {
    int turn = greatest ? -1 : 0;
    Best best = new Best(k);
    for (int i = 0; i < n; i++) {
      best.offer(rising(x[offset + i]) ^ turn, i);
    }
    best.write(indices, to);
    for (int i = to; i < to + k; i++) {
      values[i] = x[offset + indices[i]];
    }
  }

  /** An integer that orders as the contract says: -0.0 as 0.0, NaN above all. */
  private static int rising(float x) {
    int bits = Float.floatToIntBits(x + 0f);
    return bits ^ ((bits >> 31) & Integer.MAX_VALUE);
  }

  /**
   * The k of least rank among those offered. Candidates gather until there is no more room; then
   * they are sorted and the best k stay, of which the last sets the limit for those to come.
   */
  private static final class Best {
    private final int k;

    /** Rank above, index below: of equal ranks the lower index sorts first. */
    private final long[] keys;

    private int size;
    private int limit;

    Best(int k) {
      this.k = k;
      keys = new long[k + Math.max(k, 16)];
      limit = k > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE; // no rank is as great or as small
    }

    /** Indices rise from call to call, so that of equal ranks those before go first. */
    void offer(int rank, int index) {
      if (rank < limit) {
        keys[size++] = (long) rank << 32 | index;
        if (size == keys.length) {
          Arrays.sort(keys);
          size = k;
          limit = (int) (keys[k - 1] >> 32);
        }
      }
    }

    void write(int[] indices, int to) {
      Arrays.sort(keys, 0, size);
      for (int i = 0; i < k; i++) {
        indices[to + i] = (int) keys[i];
      }
    }
  }
}
