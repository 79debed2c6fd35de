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

  private static ByteVector load(byte[] q, int at) {
    return ByteVector.fromArray(BYTES, q, at);
  }
}
