package dev.octet.kernel.plain;

import dev.octet.kernel.QNorm;

/** {@link QNorm} as plain loops. */
public final class PlainQNorm implements QNorm {
  /** Makes the kernel. */
  public PlainQNorm() {}

  @Override
  public void sums(byte[] q, int offset, int n, boolean unsigned, long[] sums, int at) {
    int mask = unsigned ? 0xff : -1;
    long sum = 0;
    long squares = 0;
    int end = offset + n;
    // Sums of ints, as long as no square can overflow them.
    for (int from = offset; from < end; ) {
      int stop = Math.min(end, from + MOST_ADDED);
      int some = 0;
      int someSquares = 0;
      for (int i = from; i < stop; i++) {
        int integer = q[i] & mask;
        some += integer;
        someSquares += integer * integer;
      }
      sum += some;
      squares += someSquares;
      from = stop;
    }
    sums[at] = sum;
    sums[at + 1] = squares;
  }

  @Override
  public void addSums(byte[] q, int offset, int n, boolean unsigned, int[] sums, int[] squares) {
    int mask = unsigned ? 0xff : -1;
    for (int i = 0; i < n; i++) {
      sums[i] += q[offset + i] & mask;
    }
    for (int i = 0; i < n; i++) {
      int integer = q[offset + i] & mask;
      squares[i] += integer * integer;
    }
  }

  @Override
  public void apply(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float center,
      float rowFactor,
      float[] factor,
      float[] shift,
      int at,
      int step,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi) {
    int mask = unsigned ? 0xff : -1;
    int least = Rounding.limit(lo, zeroPoint);
    int greatest = Rounding.limit(hi, zeroPoint);
    for (int i = 0; i < n; i++) {
      float unit = ((float) (q[offset + i] & mask) - center) * rowFactor;
      float steps = unit * factor[at + i * step] + shift[at + i * step];
      y[to + i] = Rounding.toByte(steps, least, greatest, zeroPoint);
    }
  }
}
