package dev.octet.kernel;

/**
 * One float function for each element. Results are within 4 ulp of the exact value, or within 1e-7
 * of it where its magnitude is below that; {@code GELU} is within 4 ulp or {@code 2e-7 * |x|},
 * whichever is wider, since an error of the distribution function counts x-fold. {@code NEG},
 * {@code ABS}, {@code RELU}, {@code SQRT} and {@code RECIPROCAL} are correctly rounded.
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
