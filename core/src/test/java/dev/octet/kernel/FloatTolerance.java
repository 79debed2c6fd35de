package dev.octet.kernel;

import dev.octet.kernel.FloatUnary.Op;

/**
 * How far float results of a kernel may lie from the exact ones: the numbers that the contracts
 * promise, in one place. An ulp is the distance between floats of the exact value's magnitude, and
 * {@code 2^-149} below the normal ones. Integers and correctly rounded operations have no
 * tolerance.
 */
public final class FloatTolerance {
  /** Half an ulp of 1: the greatest relative error of one rounding. */
  private static final double UNIT = 0x1p-24;

  private FloatTolerance() {}

  /** Whether both are the same number; NaN is the same as NaN, and 0.0 as -0.0. */
  public static boolean same(float expected, float actual) {
    return expected == actual || (Float.isNaN(expected) && Float.isNaN(actual));
  }

  /**
   * {@link FloatUnary}: the greatest error in ulp of the exact value, of {@code GELU} in ulp of the
   * argument.
   *
   * @param op the function
   */
  public static double ulps(Op op) {
    return switch (op) {
      case NEG, ABS, RELU, SQRT, RECIPROCAL -> 0.5;
      case EXP -> 1;
      case TANH, GELU -> 2;
      case SIGMOID, ERF -> 3;
    };
  }

  /**
   * {@link FloatUnary}: {@link #ulps}; a sigmoid below the least normal float may be 0.
   *
   * @param op the function
   * @param x its argument
   * @param exact the value in double precision
   * @param actual the kernel's value
   */
  public static boolean unary(Op op, float x, double exact, float actual) {
    return near(exact, actual, ulps(op) * ulp(op == Op.GELU ? x : exact))
        || (op == Op.SIGMOID && actual == 0 && exact < Float.MIN_NORMAL);
  }

  /** {@link FloatActivation#elu}: the greatest error in ulp. */
  public static final double ELU_ULPS = 2;

  /**
   * {@link FloatActivation}: {@code elu} within {@link #ELU_ULPS}; the others have no alpha and are
   * exact.
   *
   * @param alpha what ELU goes to, or 0
   * @param expected the reference's value
   * @param actual the kernel's value
   */
  public static boolean elu(double alpha, float expected, float actual) {
    return alpha == 0
        ? same(expected, actual)
        : near(expected, actual, (ELU_ULPS + 0.5) * ulp(expected));
  }

  /** {@link FloatBinary}: POW within 2 ulp, the others exact. */
  public static boolean binary(FloatBinary.Op op, float expected, float actual) {
    return op == FloatBinary.Op.POW
        ? near(expected, actual, 2 * ulp(expected))
        : same(expected, actual);
  }

  /**
   * {@link Softmax}: {@code (n / 4 + 8 + below) * 2^-24} of the value; 0 is allowed where {@code
   * e^-below} is less than the least normal float.
   *
   * @param n values in the row
   * @param below how far the argument lies below the greatest
   * @param expected the reference's value
   * @param actual the kernel's value
   */
  public static boolean softmax(int n, double below, float expected, float actual) {
    double relative = (n / 4.0 + 8 + below) * UNIT;
    return near(expected, actual, Math.max(relative * expected, Float.MIN_VALUE))
        || (actual == 0 && -below < Approximations.EXP_LEAST);
  }

  /**
   * {@link LayerNorm}: {@code (n / 4 + 16) * 2^-24 * (1 + s)^2} of the magnitudes {@code |gamma| (1
   * + |unit|) + |beta|}.
   *
   * @param n values in the row
   * @param far {@code |mean| / deviation}; s is {@code n / 4 * 2^-24} times that
   * @param magnitude the magnitudes
   * @return the greatest error
   */
  public static double layerNorm(int n, double far, double magnitude) {
    double s = 1 + n / 4.0 * UNIT * far;
    return (n / 4.0 + 16) * UNIT * s * s * magnitude;
  }

  /**
   * {@link FloatGemm}, {@link FloatConv}: the bound for a sum of products in any order, fused or
   * not (Higham, Accuracy and Stability of Numerical Algorithms, section 3.1): {@code n u / (1 - n
   * u)} times the sum of magnitudes, u half a unit in the last place of 1.
   *
   * @param terms products in the sum, the bias included
   * @param magnitude the sum of the products' magnitudes
   * @return the greatest error
   */
  public static double ofSum(int terms, double magnitude) {
    double nu = (terms + 1) * UNIT;
    return nu / (1 - nu) * magnitude;
  }

  private static boolean near(double expected, float actual, double tolerance) {
    return same((float) expected, actual) || Math.abs(expected - actual) <= tolerance;
  }

  /** The distance between floats of a number's magnitude: {@code 2^-149} at least. */
  static double ulp(double x) {
    return Math.scalb(1.0, Math.max(Math.getExponent(x), Float.MIN_EXPONENT) - 23);
  }
}
