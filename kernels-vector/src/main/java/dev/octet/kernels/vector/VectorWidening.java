package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import dev.octet.kernel.panel.Widening;
import dev.octet.kernel.plain.PlainWidening;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;

/**
 * {@link Widening} in whole vectors: what is written beyond the end is overwritten later, which is
 * less work than an end of its own for every pixel.
 */
final class VectorWidening implements Widening {
  private static final Widening PLAIN = new PlainWidening();

  @Override
  public void widen(
      byte[] q, int at, int n, boolean unsigned, int zeroPoint, float[] to, int toAt) {
    // The last vector must not leave the array of integers.
    int whole = HAS_BYTES ? Math.min(n, q.length - at - LANES + 1) : 0;
    int i = 0;
    if (unsigned) {
      for (; i < whole; i += LANES) {
        IntVector x = (IntVector) load(q, at + i).convertShape(ZERO_EXTEND_B2I, INTS, 0);
        x.sub(zeroPoint).convert(I2F, 0).reinterpretAsFloats().intoArray(to, toAt + i);
      }
    } else {
      for (; i < whole; i += LANES) {
        IntVector x = (IntVector) load(q, at + i).convertShape(B2I, INTS, 0);
        x.sub(zeroPoint).convert(I2F, 0).reinterpretAsFloats().intoArray(to, toAt + i);
      }
    }
    if (i < n) {
      PLAIN.widen(q, at + i, n - i, unsigned, zeroPoint, to, toAt + i);
    }
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

  private static ByteVector load(byte[] q, int at) {
    return ByteVector.fromArray(BYTES, q, at);
  }
}
