package dev.octet.kernel.reference;

import dev.octet.kernel.TopK;
import java.util.Comparator;
import java.util.stream.IntStream;

/** {@link TopK} by sorting everything: the sort is stable, so equal values keep their order. */
public final class ReferenceTopK implements TopK {
  /** Makes the kernel. */
  public ReferenceTopK() {}

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
    Comparator<Integer> rising =
        Comparator.comparingInt(i -> unsigned ? q[offset + i] & 0xff : q[offset + i]);
    int[] sorted = sorted(n, greatest, rising);
    for (int i = 0; i < k; i++) {
      indices[to + i] = sorted[i];
      values[to + i] = q[offset + sorted[i]];
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
    // Adding 0 makes -0.0 the 0.0 that it equals; compare puts NaN last.
    Comparator<Integer> rising = (i, j) -> Float.compare(x[offset + i] + 0f, x[offset + j] + 0f);
    int[] sorted = sorted(n, greatest, rising);
    for (int i = 0; i < k; i++) {
      indices[to + i] = sorted[i];
      values[to + i] = x[offset + sorted[i]];
    }
  }

  private static int[] sorted(int n, boolean greatest, Comparator<Integer> rising) {
    return IntStream.range(0, n)
        .boxed()
        .sorted(greatest ? rising.reversed() : rising)
        .mapToInt(i -> i)
        .toArray();
  }
}
