package dev.octet.kernel;

import dev.octet.numerics.ByteParams;

/**
 * One operation of two 8-bit operands for each element, each operand and the result with its own
 * scale, zero point and sign:
 *
 * <pre>
 * ADD   y = clamp(z_y + rint(fl(fl(s_a (a - z_a)) + fl(s_b (b - z_b))) * fl(1 / s_y)))
 * MUL   y = clamp(z_y + rint((a - z_a) (b - z_b) * fl(fl(s_a s_b) / s_y)))</pre>
 *
 * <p>That is {@link dev.octet.numerics.Affine#add} and {@link dev.octet.numerics.Affine#multiply},
 * bit for bit. PyTorch: {@code quantized::add}, {@code add_relu}, {@code mul}, {@code mul_relu}.
 */
public interface QBinary extends Kernel {
  /** The operations. */
  enum Op {
    /** The sum. */
    ADD,
    /** The product. */
    MUL
  }

  /**
   * An operation and what its integers stand for.
   *
   * @param op which
   * @param a left operands
   * @param b right operands
   * @param y results
   * @param lo least result, at most y's zero point; equal to it where a ReLU is fused
   * @param hi greatest result, at least y's zero point
   */
  record Params(Op op, ByteParams a, ByteParams b, ByteParams y, int lo, int hi) {
    /**
     * Checks.
     *
     * @throws IllegalArgumentException if the limits are not around the zero point or outside of
     *     the type
     */
    public Params {
      if (lo < y.qmin() || lo > y.zeroPoint() || hi < y.zeroPoint() || hi > y.qmax()) {
        throw new IllegalArgumentException(
            "limits " + lo + " and " + hi + " do not lie around the zero point of " + y);
      }
    }

    /**
     * Without limits other than the type's.
     *
     * @param op which
     * @param a left operands
     * @param b right operands
     * @param y results
     * @return the parameters
     */
    public static Params of(Op op, ByteParams a, ByteParams b, ByteParams y) {
      return new Params(op, a, b, y, y.qmin(), y.qmax());
    }

    /**
     * With nothing below zero.
     *
     * @return these parameters with a fused ReLU
     */
    public Params relu() {
      return new Params(op, a, b, y, y.zeroPoint(), hi);
    }

    /**
     * With the operands exchanged, which changes no result.
     *
     * @return the operation of b and a
     */
    public Params exchanged() {
      return new Params(op, b, a, y, lo, hi);
    }
  }

  /**
   * Applies an operation to runs of elements. A step of 0 holds an operand: a scalar, which must
   * not lie where results go.
   *
   * @param p the operation
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
      Params p,
      byte[] a,
      int aOffset,
      int aStep,
      byte[] b,
      int bOffset,
      int bStep,
      int n,
      byte[] y,
      int to);
}
