package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.LANES;
import static dev.octet.kernels.vector.VectorWidth.load;

import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.plain.PlainFloatNorm;

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
      float one = factor[at];
      float term = shift[at];
      for (int i = 0; i < whole; i += LANES) {
        load(x, offset + i).sub(center).mul(one).add(term).intoArray(y, to + i);
      }
    } else {
      for (int i = 0; i < whole; i += LANES) {
        load(x, offset + i)
            .sub(center)
            .mul(load(factor, at + i))
            .add(load(shift, at + i))
            .intoArray(y, to + i);
      }
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
}
