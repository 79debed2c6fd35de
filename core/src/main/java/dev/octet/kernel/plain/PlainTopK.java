package dev.octet.kernel.plain;

import dev.octet.kernel.TopK;
import java.util.Arrays;

/**
 * {@link TopK}: bytes by counting, in two passes whatever k is; floats by a heap of the best k so
 * far, each in one long that sorts by value and then by place.
 */
public final class PlainTopK implements TopK {
  /** Makes the kernel. */
  public PlainTopK() {}

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
    // A byte's rank: the best integer has 0.
    int turn = (unsigned ? 0 : 0x80) ^ (greatest ? 0xff : 0);
    int[] places = new int[257];
    for (int i = offset; i < offset + n; i++) {
      places[((q[i] & 0xff) ^ turn) + 1]++;
    }
    for (int rank = 1; rank < 257; rank++) {
      places[rank] += places[rank - 1];
    }
    for (int i = 0; i < n; i++) {
      int place = places[(q[offset + i] & 0xff) ^ turn]++;
      if (place < k) {
        values[to + place] = q[offset + i];
        indices[to + place] = i;
      }
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
    long[] heap = new long[k];
    int size = 0;
    for (int i = 0; i < n && k > 0; i++) {
      long key = key(x[offset + i], i, greatest);
      if (size < k) {
        heap[size++] = key;
        if (size == k) {
          Arrays.sort(heap);
        }
      } else if (key > heap[0]) {
        replaceLeast(heap, key);
      }
    }
    Arrays.sort(heap);
    for (int i = 0; i < k; i++) {
      int index = ~(int) heap[k - 1 - i];
      indices[to + i] = index;
      values[to + i] = x[offset + index];
    }
  }

  /** Greater for better values, and among equal ones for lower indices. */
  private static long key(float x, int index, boolean greatest) {
    int bits = Float.floatToIntBits(x + 0f);
    int ordered = bits ^ ((bits >> 31) & Integer.MAX_VALUE);
    return ((long) (greatest ? ordered : ~ordered) << 32) | (~index & 0xffff_ffffL);
  }

  /** Puts a key in the place of the least one, heap[0], and lets it sink. */
  private static void replaceLeast(long[] heap, long key) {
    int at = 0;
    while (2 * at + 1 < heap.length) {
      int child = 2 * at + 1;
      if (child + 1 < heap.length && heap[child + 1] < heap[child]) {
        child++;
      }
      if (heap[child] >= key) {
        break;
      }
      heap[at] = heap[child];
      at = child;
    }
    heap[at] = key;
  }
}
