package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.LANES;
import static dev.octet.kernels.vector.VectorWidth.load;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.plain.PlainFloatActivation;
import jdk.incubator.vector.FloatVector;

/** {@link FloatActivation} in vectors; plain Java takes the end of a run. */
final class VectorFloatActivation implements FloatActivation {
  private static final float SIXTH = 1f / 6;

  private final FloatActivation ends = new PlainFloatActivation();

  @Override
  public void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      limited(load(x, offset + i), lo, hi).intoArray(y, to + i);
    }
    ends.clamp(x, offset + i, n - i, lo, hi, y, to + i);
  }

  @Override
  public void prelu(
      float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0 && step == 0) {
      float one = slope[at];
      for (int i = 0; i < whole; i += LANES) {
        FloatVector v = load(x, offset + i);
        v.blend(v.mul(one), v.compare(LT, 0f)).intoArray(y, to + i);
      }
    } else {
      for (int i = 0; i < whole; i += LANES) {
        FloatVector v = load(x, offset + i);
        v.blend(v.mul(load(slope, at + i)), v.compare(LT, 0f)).intoArray(y, to + i);
      }
    }
    ends.prelu(x, offset + whole, n - whole, slope, at + whole * step, step, y, to + whole);
  }

  @Override
  public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      limited(load(x, offset + i).add(3f), 0f, 6f).mul(SIXTH).intoArray(y, to + i);
    }
    ends.hardSigmoid(x, offset + i, n - i, y, to + i);
  }

  @Override
  public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = load(x, offset + i);
      v.mul(limited(v.add(3f), 0f, 6f)).mul(SIXTH).intoArray(y, to + i);
    }
    ends.hardSwish(x, offset + i, n - i, y, to + i);
  }

  @Override
  public void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector v = load(x, offset + i);
      FloatVector left = Elementary.expMinus1OfNegative(v.mul(inputScale)).mul(alpha);
      left.blend(v, v.compare(GT, 0f)).intoArray(y, to + i);
    }
    ends.elu(x, offset + i, n - i, alpha, inputScale, y, to + i);
  }

  /** By comparisons: C2's min and max take three times as many instructions, for NaN's sake. */
  private static FloatVector limited(FloatVector v, float lo, float hi) {
    FloatVector above = v.blend(lo, v.compare(LT, lo));
    return above.blend(hi, above.compare(GT, hi));
  }
}
