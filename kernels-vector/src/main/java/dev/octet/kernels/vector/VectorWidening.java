package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.panel.Widening;
import dev.octet.kernel.plain.PlainWidening;

/**
 * {@link Widening} in whole vectors: what is written beyond the end is overwritten later, which is
 * less work than an end of its own for every pixel.
 */
final class VectorWidening implements Widening {
  private static final Widening PLAIN = new PlainWidening();

  @Override
  public void widen(
      byte[] q, int at, int n, boolean unsigned, int zeroPoint, float[] to, int toAt) {
    // The last vector must not leave the array of integers. Four at a time, C2's own loop is
    // better.
    int whole = HAS_BYTES ? Math.min(n, q.length - at - LANES + 1) : 0;
    int done = whole > 0 ? vectors(q, at, whole, unsigned ? 0xff : -1, zeroPoint, to, toAt) : 0;
    if (done < n) {
      PLAIN.widen(q, at + done, n - done, unsigned, zeroPoint, to, toAt + done);
    }
  }

  /** Widens at least {@code n} integers, and tells how many. */
  private static int vectors(
      byte[] q, int at, int n, int mask, int zeroPoint, float[] to, int toAt) {
    int i = 0;
    for (; i < n; i += LANES) {
      Steps.load(q, at + i, mask, zeroPoint).intoArray(to, toAt + i);
    }
    return i;
  }

  /** Each row is one vector; the last ones must not leave the array of integers. */
  @Override
  public void widenRows(
      byte[] q,
      int at,
      int stride,
      int rows,
      int n,
      boolean unsigned,
      int zeroPoint,
      float[] to,
      int toAt,
      int toStride) {
    int whole = toStride == LANES ? Math.min(rows, (q.length - at - LANES) / stride + 1) : 0;
    if (whole > 0 && q.length - at >= LANES) {
      vectorRows(q, at, stride, whole, unsigned ? 0xff : -1, zeroPoint, to, toAt);
    } else {
      whole = 0;
    }
    if (whole < rows) {
      int from = at + whole * stride;
      int into = toAt + whole * toStride;
      PLAIN.widenRows(q, from, stride, rows - whole, n, unsigned, zeroPoint, to, into, toStride);
    }
  }

  private static void vectorRows(
      byte[] q, int at, int stride, int rows, int mask, int zeroPoint, float[] to, int toAt) {
    for (int r = 0, from = at; r < rows; r++, from += stride) {
      Steps.load(q, from, mask, zeroPoint).intoArray(to, toAt + r * LANES);
    }
  }
}
