package dev.octet.kernel.plain;

import static dev.octet.kernel.Approximations.*;

/**
 * Elementary functions of one float, from the polynomials of {@link
 * dev.octet.kernel.Approximations}. NaN gives NaN everywhere. The kernels of the vector tiers do
 * the same operations in the same order, so that they can leave the ends of rows to these.
 *
 * <p>Greatest errors over 34 million floats of every magnitude, in ulp: exp 0.9, tanh 1.5, sigmoid
 * and erf 2.4, {@code e^x - 1} 1.0, gelu 1.6 ulp of its argument.
 *
 * <p>{@code Math.fma} halves the time of these; every CPU since 2013 has the instruction.
 */
public final class FloatFunctions {
  private static final float SQRT2 = 1.4142135f;

  private FloatFunctions() {}

  static float exp(float x) {
    if (x > EXP_GREATEST) {
      return Float.POSITIVE_INFINITY;
    }
    if (x < EXP_ZERO) {
      return 0f;
    }
    float sum = Math.fma(x, LOG2_E, ROUNDER);
    int k = Float.floatToRawIntBits(sum) - Float.floatToRawIntBits(ROUNDER);
    // Neither 2^128 nor 2^-150 is a float, so the power goes on in two halves.
    int half = k >> 1;
    return reduced(x, sum - ROUNDER) * powerOfTwo(half) * powerOfTwo(k - half);
  }

  /**
   * {@code e^x} for x up to 0, within 1 ulp; 0 where that is less than the least normal float.
   *
   * @param x at most 0, or NaN
   * @return from 0 to 1
   */
  public static float expOfNegative(float x) {
    if (x < EXP_LEAST) {
      return 0f;
    }
    float sum = Math.fma(x, LOG2_E, ROUNDER);
    int k = Float.floatToRawIntBits(sum) - Float.floatToRawIntBits(ROUNDER);
    return reduced(x, sum - ROUNDER) * powerOfTwo(k);
  }

  /** {@code e^x - 1} for x up to 0. */
  static float expMinus1OfNegative(float x) {
    if (x < EXP_LEAST) {
      return -1f;
    }
    float sum = Math.fma(x, LOG2_E, ROUNDER);
    int k = Float.floatToRawIntBits(sum) - Float.floatToRawIntBits(ROUNDER);
    float r = remainder(x, sum - ROUNDER);
    float power = powerOfTwo(k);
    return Math.fma(Math.fma(beyondLinear(r) * r, r, r), power, power - 1f);
  }

  /** {@code e^(x - k ln 2)}. */
  private static float reduced(float x, float k) {
    float r = remainder(x, k);
    return Math.fma(Math.fma(beyondLinear(r), r, 1f), r, 1f);
  }

  /** {@code x - k ln 2}. */
  private static float remainder(float x, float k) {
    return Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, x));
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  private static float beyondLinear(float r) {
    float p = Math.fma(EXP6, r, EXP5);
    p = Math.fma(p, r, EXP4);
    p = Math.fma(p, r, EXP3);
    return Math.fma(p, r, EXP2);
  }

  private static float powerOfTwo(int k) {
    return Float.intBitsToFloat((k + 127) << 23);
  }

  static float tanh(float x) {
    float magnitude = Math.abs(x);
    if (magnitude < TANH_SMALL) {
      float s = x * x;
      float p = Math.fma(TANH11, s, TANH9);
      p = Math.fma(p, s, TANH7);
      p = Math.fma(p, s, TANH5);
      p = Math.fma(p, s, TANH3);
      return Math.copySign(Math.fma(p * s, magnitude, magnitude), x);
    }
    float e = expOfNegative(-2f * magnitude);
    return Math.copySign((1f - e) / (1f + e), x);
  }

  static float sigmoid(float x) {
    return 1f / (1f + exp(-x));
  }

  static float erf(float x) {
    if (Math.abs(x) < ERF_SMALL) {
      float s = x * x;
      float p = Math.fma(ERF11, s, ERF9);
      p = Math.fma(p, s, ERF7);
      p = Math.fma(p, s, ERF5);
      p = Math.fma(p, s, ERF3);
      return x * Math.fma(p, s, ERF1);
    }
    return Math.copySign(1f - 2f * upperTail(SQRT2 * Math.abs(x)), x);
  }

  static float gelu(float x) {
    float magnitude = Math.abs(x);
    if (magnitude > TAIL_END) {
      return x < 0f ? 0f : x;
    }
    // max(x, 0) without a branch that half of the arguments take.
    return (x + magnitude) * 0.5f - magnitude * upperTail(magnitude);
  }

  /** The share of the normal distribution beyond u, which is at least 0. */
  private static float upperTail(float u) {
    if (u > TAIL_END) {
      return 0f;
    }
    float g = Math.fma(TAIL8, u, TAIL7);
    g = Math.fma(g, u, TAIL6);
    g = Math.fma(g, u, TAIL5);
    g = Math.fma(g, u, TAIL4);
    g = Math.fma(g, u, TAIL3);
    g = Math.fma(g, u, TAIL2);
    g = Math.fma(g, u, TAIL1);
    g = Math.fma(g, u, TAIL0);
    return expOfNegative(-g);
  }
}
