package dev.octet.kernel;

import dev.octet.kernel.FloatUnary.Op;

/**
 * How far float results of a kernel may lie from its reference, which rounds a double: the one
 * place for it. Integers and correctly rounded operations have no tolerance.
 */
public final class FloatTolerance {
  private FloatTolerance() {}

  /** Whether both are the same number; NaN is the same as NaN, and 0.0 as -0.0. */
  public static boolean same(float expected, float actual) {
    return expected == actual || (Float.isNaN(expected) && Float.isNaN(actual));
  }

  /**
   * {@link FloatUnary}: 4 ulp, or 1e-7 below that magnitude. GELU: {@code 2e-7 |x|}.
   *
   * @param op the function
   * @param x its argument
   * @param expected the reference's value
   * @param actual the kernel's value
   */
  public static boolean unary(Op op, float x, float expected, float actual) {
    return switch (op) {
      case NEG, ABS, RELU, SQRT, RECIPROCAL -> same(expected, actual);
      case EXP, TANH, SIGMOID, ERF -> near(expected, actual, Math.max(4 * ulp(expected), 1e-7));
      case GELU ->
          near(expected, actual, Math.max(Math.max(4 * ulp(expected), 1e-7), 2e-7 * Math.abs(x)));
    };
  }

  /**
   * {@link FloatActivation}: {@code elu} within 4 ulp or {@code 2e-7 * |alpha|}; the others have no
   * alpha and are exact.
   *
   * @param alpha what ELU goes to, or 0
   * @param expected the reference's value
   * @param actual the kernel's value
   */
  public static boolean elu(double alpha, float expected, float actual) {
    return alpha == 0
        ? same(expected, actual)
        : near(expected, actual, Math.max(4 * ulp(expected), 2e-7 * Math.abs(alpha)));
  }

  /** {@link FloatBinary}: POW within 2 ulp, the others exact. */
  public static boolean binary(FloatBinary.Op op, float expected, float actual) {
    return op == FloatBinary.Op.POW
        ? near(expected, actual, 2 * ulp(expected))
        : same(expected, actual);
  }

  /** {@link Softmax}: 1e-6. */
  public static boolean softmax(float expected, float actual) {
    return near(expected, actual, 1e-6);
  }

  /**
   * {@link LayerNorm}: 1e-5 of the greatest magnitude in the row, and at least 1e-5.
   *
   * @param expected the reference's value
   * @param actual the kernel's value
   * @param greatest the greatest magnitude in the reference's row
   */
  public static boolean layerNorm(float expected, float actual, float greatest) {
    return near(expected, actual, 1e-5 * Math.max(1, greatest));
  }

  /**
   * {@link FloatGemm}: the bound for a sum of products in any order, fused or not (Higham, Accuracy
   * and Stability of Numerical Algorithms, section 3.1): {@code n u / (1 - n u)} times the sum of
   * magnitudes, u half a unit in the last place of 1.
   *
   * @param terms products in the sum, the bias included
   * @param magnitude the sum of the products' magnitudes
   * @return the greatest error
   */
  public static double ofSum(int terms, double magnitude) {
    double nu = (terms + 1) * 0x1p-24;
    return nu / (1 - nu) * magnitude;
  }

  private static boolean near(float expected, float actual, double tolerance) {
    return same(expected, actual) || Math.abs((double) expected - actual) <= tolerance;
  }

  private static double ulp(float x) {
    return Float.isFinite(x) ? Math.ulp(x) : 0;
  }
}
