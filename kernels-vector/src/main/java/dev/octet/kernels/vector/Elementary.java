package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.all;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.octet.kernel.Approximations;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;

/**
 * Elementary functions of a vector of floats: lane for lane the operations of {@link
 * dev.octet.kernel.plain.FloatFunctions}, but every side of a case is computed and the right one
 * blended in. NaN gives NaN everywhere.
 */
final class Elementary {
  private static final float SQRT2 = 1.4142135f;
  private static final int ONE_BITS = Float.floatToRawIntBits(1f);
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);
  private static final int SIGN_BIT = 0x8000_0000;

  /** Brings lane {@code i + 1} to lane i, cyclically; the others likewise. */
  private static final VectorShuffle<Float> DOWN_1 = VectorShuffle.iota(FLOATS, 1, 1, true);

  private static final VectorShuffle<Float> DOWN_2 = VectorShuffle.iota(FLOATS, 2, 1, true);
  private static final VectorShuffle<Float> DOWN_4 = VectorShuffle.iota(FLOATS, 4, 1, true);
  private static final VectorShuffle<Float> DOWN_8 = VectorShuffle.iota(FLOATS, 8, 1, true);

  // Constants rather than broadcasts at their use: C2 stops inlining when a compilation has grown
  // to so many nodes, and an operation that it has not inlined makes an object of every vector.

  private static final FloatVector LOG2_E = all(Approximations.LOG2_E);
  private static final FloatVector ROUNDER = all(Approximations.ROUNDER);
  private static final FloatVector MINUS_LN2_LOW = all(-Approximations.LN2_LOW);
  private static final FloatVector MINUS_LN2_HIGH = all(-Approximations.LN2_HIGH);
  private static final FloatVector EXP6 = all(Approximations.EXP6);
  private static final FloatVector EXP5 = all(Approximations.EXP5);
  private static final FloatVector EXP4 = all(Approximations.EXP4);
  private static final FloatVector EXP3 = all(Approximations.EXP3);
  private static final FloatVector EXP2 = all(Approximations.EXP2);
  private static final FloatVector ONE = all(1f);
  private static final FloatVector TANH11 = all(Approximations.TANH11);
  private static final FloatVector TANH9 = all(Approximations.TANH9);
  private static final FloatVector TANH7 = all(Approximations.TANH7);
  private static final FloatVector TANH5 = all(Approximations.TANH5);
  private static final FloatVector TANH3 = all(Approximations.TANH3);
  private static final FloatVector ERF11 = all(Approximations.ERF11);
  private static final FloatVector ERF9 = all(Approximations.ERF9);
  private static final FloatVector ERF7 = all(Approximations.ERF7);
  private static final FloatVector ERF5 = all(Approximations.ERF5);
  private static final FloatVector ERF3 = all(Approximations.ERF3);
  private static final FloatVector ERF1 = all(Approximations.ERF1);
  private static final FloatVector MINUS_TWO = all(-2f);
  private static final FloatVector END = all(Approximations.TAIL_END);
  private static final FloatVector TAIL8 = all(Approximations.TAIL8);
  private static final FloatVector TAIL7 = all(Approximations.TAIL7);
  private static final FloatVector TAIL6 = all(Approximations.TAIL6);
  private static final FloatVector TAIL5 = all(Approximations.TAIL5);
  private static final FloatVector TAIL4 = all(Approximations.TAIL4);
  private static final FloatVector TAIL3 = all(Approximations.TAIL3);
  private static final FloatVector TAIL2 = all(Approximations.TAIL2);
  private static final FloatVector TAIL1 = all(Approximations.TAIL1);
  private static final FloatVector TAIL0 = all(Approximations.TAIL0);

  private Elementary() {}

  static FloatVector exp(FloatVector x) {
    FloatVector sum = x.fma(LOG2_E, ROUNDER);
    IntVector k = sum.reinterpretAsInts().sub(ROUNDER_BITS);
    // Neither 2^128 nor 2^-150 is a float, so the power goes on in two halves.
    IntVector half = k.lanewise(ASHR, 1);
    return reduced(x, sum.sub(ROUNDER))
        .mul(powerOfTwo(half))
        .mul(powerOfTwo(k.sub(half)))
        .blend(0f, x.compare(LT, Approximations.EXP_ZERO))
        .blend(Float.POSITIVE_INFINITY, x.compare(GT, Approximations.EXP_GREATEST));
  }

  /** {@code e^x} for x up to 0. */
  static FloatVector expOfNegative(FloatVector x) {
    return expInRange(x).blend(0f, x.compare(LT, Approximations.EXP_LEAST));
  }

  /** {@code e^x} for x from {@link Approximations#EXP_LEAST} to 0. */
  private static FloatVector expInRange(FloatVector x) {
    FloatVector sum = x.fma(LOG2_E, ROUNDER);
    return reduced(x, sum.sub(ROUNDER)).mul(powerIn(sum));
  }

  /** {@code e^x - 1} for x up to 0; anything for others. */
  static FloatVector expMinus1OfNegative(FloatVector x) {
    FloatVector sum = x.fma(LOG2_E, ROUNDER);
    FloatVector r = remainder(x, sum.sub(ROUNDER));
    FloatVector power = powerIn(sum);
    return beyondLinear(r)
        .mul(r)
        .fma(r, r)
        .fma(power, power.sub(1f))
        .blend(-1f, x.compare(LT, Approximations.EXP_LEAST));
  }

  /** {@code 2^k}, of the sum of k and the rounder, whose own bits are shifted out. */
  private static FloatVector powerIn(FloatVector sum) {
    return sum.reinterpretAsInts().lanewise(LSHL, 23).add(ONE_BITS).reinterpretAsFloats();
  }

  /** {@code e^(x - k ln 2)}. */
  private static FloatVector reduced(FloatVector x, FloatVector k) {
    FloatVector r = remainder(x, k);
    return beyondLinear(r).fma(r, ONE).fma(r, ONE);
  }

  /** {@code x - k ln 2}. */
  private static FloatVector remainder(FloatVector x, FloatVector k) {
    return k.fma(MINUS_LN2_LOW, k.fma(MINUS_LN2_HIGH, x));
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  private static FloatVector beyondLinear(FloatVector r) {
    return EXP6.fma(r, EXP5).fma(r, EXP4).fma(r, EXP3).fma(r, EXP2);
  }

  private static FloatVector powerOfTwo(IntVector k) {
    return k.add(127).lanewise(LSHL, 23).reinterpretAsFloats();
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector s = x.mul(x);
    FloatVector p = TANH11.fma(s, TANH9).fma(s, TANH7).fma(s, TANH5).fma(s, TANH3);
    FloatVector small = p.mul(s).fma(magnitude, magnitude);
    FloatVector e = expOfNegative(magnitude.mul(-2f));
    FloatVector large = ONE.sub(e).div(e.add(1f));
    return withSignOf(x, large.blend(small, magnitude.compare(LT, Approximations.TANH_SMALL)));
  }

  static FloatVector sigmoid(FloatVector x) {
    return ONE.div(exp(x.neg()).add(1f));
  }

  static FloatVector erf(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector s = x.mul(x);
    FloatVector small =
        ERF11.fma(s, ERF9).fma(s, ERF7).fma(s, ERF5).fma(s, ERF3).fma(s, ERF1).mul(magnitude);
    FloatVector large = upperTail(magnitude.mul(SQRT2)).fma(MINUS_TWO, ONE);
    return withSignOf(x, large.blend(small, magnitude.compare(LT, Approximations.ERF_SMALL)));
  }

  static FloatVector gelu(FloatVector x) {
    FloatVector magnitude = x.abs();
    FloatVector positive = positive(x);
    return positive
        .sub(magnitude.mul(upperTail(magnitude)))
        .blend(positive, magnitude.compare(GT, Approximations.TAIL_END));
  }

  /** {@code max(x, 0)}; {@code max} would spend more on NaN than on this. */
  static FloatVector positive(FloatVector x) {
    return x.blend(0f, x.compare(LT, 0f));
  }

  /**
   * The share of the normal distribution beyond u, which is at least 0; 1e-9, which is nothing
   * beside 1, from {@link Approximations#TAIL_END} on.
   */
  private static FloatVector upperTail(FloatVector magnitude) {
    FloatVector u = lesser(magnitude, END);
    FloatVector g =
        TAIL8
            .fma(u, TAIL7)
            .fma(u, TAIL6)
            .fma(u, TAIL5)
            .fma(u, TAIL4)
            .fma(u, TAIL3)
            .fma(u, TAIL2)
            .fma(u, TAIL1)
            .fma(u, TAIL0);
    return expInRange(g.neg());
  }

  private static FloatVector withSignOf(FloatVector x, FloatVector magnitude) {
    return magnitude
        .reinterpretAsInts()
        .or(x.reinterpretAsInts().and(SIGN_BIT))
        .reinterpretAsFloats();
  }

  /**
   * The sum of all lanes, halves first. {@code reduceLanes} leaves its order open, and the
   * interpreter's is not C2's.
   */
  static float sum(FloatVector x) {
    FloatVector s = x;
    if (VectorWidth.LANES == 16) {
      s = s.add(s.rearrange(DOWN_8));
    }
    if (VectorWidth.LANES >= 8) {
      s = s.add(s.rearrange(DOWN_4));
    }
    s = s.add(s.rearrange(DOWN_2));
    return s.add(s.rearrange(DOWN_1)).lane(0);
  }

  /** The lanes' greater one; {@code max} would spend more on NaN than on this. Keeps a at NaN. */
  static FloatVector greater(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(GT, a));
  }

  /** The lanes' lesser one. Keeps a at NaN. */
  static FloatVector lesser(FloatVector a, FloatVector b) {
    return a.blend(b, b.compare(LT, a));
  }
}
