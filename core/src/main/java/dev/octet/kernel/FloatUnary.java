package dev.octet.kernel;

/**
 * One float function for each element, of any float; NaN gives NaN. {@code NEG}, {@code ABS},
 * {@code RELU}, {@code SQRT} and {@code RECIPROCAL} are correctly rounded. The others are within so
 * many ulp of the exact value, near 0 and where they or it are subnormal too: {@code EXP} 1, {@code
 * TANH} 2, {@code SIGMOID} and {@code ERF} 3. A {@code SIGMOID} below the least normal float may be
 * 0. {@code GELU} is within 2 ulp of its <em>argument</em>: an error of the distribution function
 * counts x-fold, and far left of 0, where the result is nearly 0, no digit need be right.
 */
public interface FloatUnary extends Kernel {
  /** The functions. */
  enum Op {
    /** {@code -x}. */
    NEG,
    /** {@code |x|}. */
    ABS,
    /** {@code max(x, 0)}, NaN stays. */
    RELU,
    /** Square root. */
    SQRT,
    /** {@code 1 / x}. */
    RECIPROCAL,
    /** {@code e^x}. */
    EXP,
    /** Hyperbolic tangent. */
    TANH,
    /** {@code 1 / (1 + e^-x)}. */
    SIGMOID,
    /** The error function. */
    ERF,
    /** {@code x * (1 + erf(x / sqrt 2)) / 2}: the exact GELU of Hendrycks and Gimpel, 2016. */
    GELU
  }

  /**
   * Applies a function.
   *
   * @param op which
   * @param x arguments
   * @param offset index of the first
   * @param n how many
   * @param y where results go; may be {@code x} itself at the same offset
   * @param to index of the first
   */
  void apply(Op op, float[] x, int offset, int n, float[] y, int to);
}
