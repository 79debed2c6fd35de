package dev.octet.kernel;

/**
 * Coefficients of the elementary functions that kernels approximate, so that every tier computes
 * the same polynomials.
 *
 * <p>Each set is the minimax polynomial of its interval, found by Remez exchange in 40-digit
 * arithmetic with the weight that is named and then rounded to float; the errors given are of the
 * polynomial in exact arithmetic. A number at the end of a name is the power that it belongs to.
 */
public final class Approximations {
  /** {@code 1 / ln 2}. */
  public static final float LOG2_E = 1.442695f;

  /** The head of ln 2, 355/512: its product with any exponent of a float is exact. */
  public static final float LN2_HIGH = 0.693359375f;

  /** {@code ln 2 - LN2_HIGH}. */
  public static final float LN2_LOW = -2.1219444e-4f;

  /**
   * 1.5 * 2^23. Added to a float below 2^22 in magnitude, it rounds that half to even to an
   * integer, which then stands in the low bits of the sum.
   */
  public static final float ROUNDER = 12582912f;

  /** Below this, {@code e^x} is less than the least normal float. */
  public static final float EXP_LEAST = -87.33654f;

  /** Below this, {@code e^x} is less than half of the least float. */
  public static final float EXP_ZERO = -103.97208f;

  /** Above this, {@code e^x} is infinite in float. */
  public static final float EXP_GREATEST = 88.72283f;

  /**
   * {@code e^r = 1 + r + EXP2 r^2 + ... + EXP6 r^6} for |r| up to half of ln 2, relative error
   * 3.1e-9.
   */
  public static final float EXP2 = 0.49999994f;

  /** See {@link #EXP2}. */
  public static final float EXP3 = 0.16666521f;

  /** See {@link #EXP2}. */
  public static final float EXP4 = 0.04166839f;

  /** See {@link #EXP2}. */
  public static final float EXP5 = 0.008368745f;

  /** See {@link #EXP2}. */
  public static final float EXP6 = 0.0013814539f;

  /** Up to this, the hyperbolic tangent is taken from its polynomial. */
  public static final float TANH_SMALL = 0.625f;

  /** {@code tanh x = x + TANH3 x^3 + ... + TANH11 x^11}, relative error 4.4e-9. */
  public static final float TANH3 = -0.3333328f;

  /** See {@link #TANH3}. */
  public static final float TANH5 = 0.13331443f;

  /** See {@link #TANH3}. */
  public static final float TANH7 = -0.053739797f;

  /** See {@link #TANH3}. */
  public static final float TANH9 = 0.02063927f;

  /** See {@link #TANH3}. */
  public static final float TANH11 = -0.0057051196f;

  /** Up to this, the error function is taken from its polynomial. */
  public static final float ERF_SMALL = 0.85f;

  /** {@code erf x = ERF1 x + ERF3 x^3 + ... + ERF11 x^11}, relative error 6.1e-9. */
  public static final float ERF1 = 1.1283791f;

  /** See {@link #ERF1}. */
  public static final float ERF3 = -0.37612572f;

  /** See {@link #ERF1}. */
  public static final float ERF5 = 0.112827174f;

  /** See {@link #ERF1}. */
  public static final float ERF7 = -0.026802551f;

  /** See {@link #ERF1}. */
  public static final float ERF9 = 0.0050510974f;

  /** See {@link #ERF1}. */
  public static final float ERF11 = -0.00063151267f;

  /** From this on, the upper tail of the normal distribution counts as 0. */
  public static final float TAIL_END = 6f;

  /**
   * The upper tail of the normal distribution, {@code Q(u) = erfc(u / sqrt 2) / 2}, for u from 0 to
   * 6: {@code -ln Q(u) = TAIL0 + TAIL1 u + ... + TAIL8 u^8}, weighted by Q, so that the absolute
   * error of Q is 7.5e-9.
   */
  public static final float TAIL0 = 0.6931472f;

  /** See {@link #TAIL0}. */
  public static final float TAIL1 = 0.7978857f;

  /** See {@link #TAIL0}. */
  public static final float TAIL2 = 0.31829658f;

  /** See {@link #TAIL0}. */
  public static final float TAIL3 = 0.036393713f;

  /** See {@link #TAIL0}. */
  public static final float TAIL4 = -0.0049043503f;

  /** See {@link #TAIL0}. */
  public static final float TAIL5 = 0.000101118f;

  /** See {@link #TAIL0}. */
  public static final float TAIL6 = 0.00012652745f;

  /** See {@link #TAIL0}. */
  public static final float TAIL7 = -2.6768534e-05f;

  /** See {@link #TAIL0}. */
  public static final float TAIL8 = 1.921303e-06f;

  private Approximations() {}
}
