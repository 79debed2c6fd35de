package dev.octet.kernel;

/**
 * One float operation of two operands for each element, each correctly rounded ({@code POW} within
 * 2 ulp).
 */
public interface FloatBinary extends Kernel {
  /** The operations. */
  enum Op {
    /** {@code a + b}. */
    ADD,
    /** {@code a - b}. */
    SUB,
    /** {@code a * b}. */
    MUL,
    /** {@code a / b}. */
    DIV,
    /** {@code a^b}. */
    POW
  }

  /**
   * Applies an operation to runs of elements. A step of 0 holds an operand: a scalar, which must
   * not lie where results go.
   *
   * @param op which
   * @param a left operands
   * @param aOffset index of the first
   * @param aStep 1, or 0 for the same one every time
   * @param b right operands
   * @param bOffset index of the first
   * @param bStep 1, or 0 for the same one every time
   * @param n how many
   * @param y where results go; may be {@code a} or {@code b} itself at the same offset
   * @param to index of the first
   */
  void apply(
      Op op,
      float[] a,
      int aOffset,
      int aStep,
      float[] b,
      int bOffset,
      int bStep,
      int n,
      float[] y,
      int to);
}
