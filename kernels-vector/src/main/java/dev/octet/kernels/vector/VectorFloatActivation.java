package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
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
    int whole = n - n % LANES;
    if (whole > 0) {
      clampVectors(x, offset, whole, lo, hi, y, to);
    }
    ends.clamp(x, offset + whole, n - whole, lo, hi, y, to + whole);
  }

  private static void clampVectors(
      float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      limited(FloatVector.fromArray(FLOATS, x, offset + i), lo, hi).intoArray(y, to + i);
    }
  }

  @Override
  public void prelu(
      float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0 && step == 0) {
      leaky(x, offset, whole, slope[at], y, to);
    } else if (whole > 0) {
      channels(x, offset, whole, slope, at, y, to);
    }
    ends.prelu(x, offset + whole, n - whole, slope, at + whole * step, step, y, to + whole);
  }

  private static void leaky(float[] x, int offset, int n, float slope, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, offset + i);
      v.blend(v.mul(slope), v.compare(LT, 0f)).intoArray(y, to + i);
    }
  }

  private static void channels(
      float[] x, int offset, int n, float[] slope, int at, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, offset + i);
      v.blend(v.mul(FloatVector.fromArray(FLOATS, slope, at + i)), v.compare(LT, 0f))
          .intoArray(y, to + i);
    }
  }

  @Override
  public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      hardSigmoidVectors(x, offset, whole, y, to);
    }
    ends.hardSigmoid(x, offset + whole, n - whole, y, to + whole);
  }

  private static void hardSigmoidVectors(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      limited(FloatVector.fromArray(FLOATS, x, offset + i).add(3f), 0f, 6f)
          .mul(SIXTH)
          .intoArray(y, to + i);
    }
  }

  @Override
  public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      hardSwishVectors(x, offset, whole, y, to);
    }
    ends.hardSwish(x, offset + whole, n - whole, y, to + whole);
  }

  private static void hardSwishVectors(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, offset + i);
      v.mul(limited(v.add(3f), 0f, 6f)).mul(SIXTH).intoArray(y, to + i);
    }
  }

  @Override
  public void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      eluVectors(x, offset, whole, alpha, inputScale, y, to);
    }
    ends.elu(x, offset + whole, n - whole, alpha, inputScale, y, to + whole);
  }

  private static void eluVectors(
      float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, offset + i);
      FloatVector left = Elementary.expMinus1OfNegative(v.mul(inputScale)).mul(alpha);
      left.blend(v, v.compare(GT, 0f)).intoArray(y, to + i);
    }
  }

  /** By comparisons: C2's min and max take three times as many instructions, for NaN's sake. */
  private static FloatVector limited(FloatVector v, float lo, float hi) {
    FloatVector above = v.blend(lo, v.compare(LT, lo));
    return above.blend(hi, above.compare(GT, hi));
  }
}
