package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.plain.PlainFloatNorm;
import jdk.incubator.vector.FloatVector;

/** {@link FloatNorm}: the map in vectors, the sums, which are doubles, in plain Java. */
final class VectorFloatNorm implements FloatNorm {
  private final FloatNorm plain = new PlainFloatNorm();

  @Override
  public void sums(float[] x, int offset, int n, double[] sums, int at) {
    plain.sums(x, offset, n, sums, at);
  }

  @Override
  public void addSums(float[] x, int offset, int n, double[] sums, double[] squares) {
    plain.addSums(x, offset, n, sums, squares);
  }

  @Override
  public void apply(
      float[] x,
      int offset,
      int n,
      float center,
      float[] factor,
      float[] shift,
      int at,
      int step,
      float[] y,
      int to) {
    int whole = n - n % LANES;
    if (whole > 0 && step == 0) {
      channel(x, offset, whole, center, factor[at], shift[at], y, to);
    } else if (whole > 0) {
      channels(x, offset, whole, center, factor, shift, at, y, to);
    }
    plain.apply(
        x,
        offset + whole,
        n - whole,
        center,
        factor,
        shift,
        at + whole * step,
        step,
        y,
        to + whole);
  }

  private static void channel(
      float[] x, int offset, int n, float center, float factor, float shift, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, offset + i)
          .sub(center)
          .mul(factor)
          .add(shift)
          .intoArray(y, to + i);
    }
  }

  private static void channels(
      float[] x,
      int offset,
      int n,
      float center,
      float[] factor,
      float[] shift,
      int at,
      float[] y,
      int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, offset + i)
          .sub(center)
          .mul(FloatVector.fromArray(FLOATS, factor, at + i))
          .add(FloatVector.fromArray(FLOATS, shift, at + i))
          .intoArray(y, to + i);
    }
  }
}
