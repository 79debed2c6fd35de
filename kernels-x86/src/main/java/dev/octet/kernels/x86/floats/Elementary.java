package dev.octet.kernels.x86.floats;

import static dev.octet.kernel.Approximations.*;

import dev.octet.kernels.x86.asm.Op;

/**
 * Writes elementary functions of variables: the operations of {@link
 * dev.octet.kernel.plain.FloatFunctions}, both sides of a case computed and the right one taken.
 * NaN gives NaN everywhere.
 */
final class Elementary {
  private static final int SIGN = 0x8000_0000;
  private static final float SQRT2 = 1.4142135f;
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(ROUNDER);
  private static final int ONE_BITS = Float.floatToRawIntBits(1f);

  /** From here on {@code e^x} overflows, or is 0, by itself; the powers of 2 stay in range. */
  private static final float EXP_OVERFLOWS = 89f;

  private static final float EXP_VANISHES = -104f;

  /** From here on the hyperbolic tangent is 1. */
  private static final float TANH_ONE = 10f;

  private final FloatVectors v;

  Elementary(FloatVectors v) {
    this.v = v;
  }

  /** {@code x = e^x}. */
  void exp(int x, int t, int u) {
    v.least(t, x, EXP_OVERFLOWS);
    v.set(x, EXP_VANISHES);
    v.op(Op.VMAXPS, x, x, t);
    reduce(x, t, u);
    // Neither 2^128 nor 2^-150 is a float, so the power goes on in two halves.
    v.op(Op.VPSUBD, t, t, v.loop().bits(ROUNDER_BITS));
    v.shift(Op.VPSRAD, x, t, 1);
    v.op(Op.VPSUBD, t, t, x);
    for (int half : new int[] {x, t}) {
      v.op(Op.VPADDD, half, half, v.loop().bits(127));
      v.shift(Op.VPSLLD, half, half, 23);
    }
    v.op(Op.VMULPS, x, x, u);
    v.op(Op.VMULPS, x, x, t);
  }

  /** {@code x = e^x} for x up to 0; 0 where that is less than the least normal float. */
  void expOfNegative(int x, int t, int u, int w) {
    v.op(Op.VMOVUPS, w, x);
    expInRange(x, t, u);
    v.zeroUnless(x, w, FloatVectors.NOT_LESS, EXP_LEAST, t);
  }

  /** {@code x = e^x} for x from {@link dev.octet.kernel.Approximations#EXP_LEAST} to 0. */
  private void expInRange(int x, int t, int u) {
    reduce(x, t, u);
    powerIn(t);
    v.op(Op.VMULPS, x, u, t);
  }

  /** {@code t = k + rounder, u = e^(x - k ln 2)}; x is lost. */
  private void reduce(int x, int t, int u) {
    v.set(t, LOG2_E);
    v.fma(t, x, ROUNDER);
    remainder(x, t, u);
    v.polynomial(u, x, EXP6, EXP5, EXP4, EXP3, EXP2, 1f, 1f);
  }

  /** {@code x = x - k ln 2}, of {@code t = k + rounder}; u is lost. */
  private void remainder(int x, int t, int u) {
    v.op(Op.VSUBPS, u, t, ROUNDER);
    v.op(Op.VFNMADD231PS, x, u, LN2_HIGH);
    v.op(Op.VFNMADD231PS, x, u, LN2_LOW);
  }

  /** {@code x = e^x - 1} for x up to 0; anything for others. Variables 1 to 4 are used. */
  void expMinus1OfNegative(int x) {
    v.op(Op.VMOVUPS, 3, x);
    v.set(1, LOG2_E);
    v.fma(1, x, ROUNDER);
    remainder(x, 1, 2);
    v.polynomial(2, x, EXP6, EXP5, EXP4, EXP3, EXP2);
    v.op(Op.VMULPS, 2, 2, x);
    v.op(Op.VFMADD213PS, 2, x, x);
    powerIn(1);
    v.op(Op.VSUBPS, x, 1, 1f);
    v.op(Op.VFMADD231PS, x, 2, 1);
    v.set(4, -1f);
    v.takeWhere(x, 4, 3, FloatVectors.LESS, EXP_LEAST, 1);
  }

  /** {@code 2^k}, of the sum of k and the rounder, whose own bits are shifted out. */
  private void powerIn(int sum) {
    v.shift(Op.VPSLLD, sum, sum, 23);
    v.op(Op.VPADDD, sum, sum, v.loop().bits(ONE_BITS));
  }

  /** {@code x = tanh x}; variables 1 to 5 are used. */
  void tanh(int x) {
    magnitude(1, x);
    v.op(Op.VMULPS, 2, x, x);
    v.polynomial(3, 2, TANH11, TANH9, TANH7, TANH5, TANH3);
    v.op(Op.VMULPS, 3, 3, 2);
    v.op(Op.VFMADD213PS, 3, 1, 1);
    v.least(4, 1, TANH_ONE);
    v.op(Op.VMULPS, 4, 4, -2f);
    expInRange(4, 5, 2);
    v.set(5, 1f);
    v.op(Op.VSUBPS, 5, 5, 4);
    v.op(Op.VADDPS, 4, 4, 1f);
    v.op(Op.VDIVPS, 5, 5, 4);
    v.takeWhere(5, 3, 1, FloatVectors.LESS, TANH_SMALL, 2);
    withSign(x, 5);
  }

  /** {@code x = 1 / (1 + e^-x)}. */
  void sigmoid(int x) {
    v.op(Op.VXORPS, x, x, v.loop().bits(SIGN));
    exp(x, 1, 2);
    v.op(Op.VADDPS, x, x, 1f);
    v.set(1, 1f);
    v.op(Op.VDIVPS, x, 1, x);
  }

  /** {@code x = erf x}; variables 1 to 5 are used. */
  void erf(int x) {
    magnitude(1, x);
    v.op(Op.VMULPS, 2, x, x);
    v.polynomial(3, 2, ERF11, ERF9, ERF7, ERF5, ERF3, ERF1);
    v.op(Op.VMULPS, 3, 3, 1);
    v.op(Op.VMULPS, 4, 1, SQRT2);
    upperTail(5, 4, 2);
    v.set(4, 1f);
    v.op(Op.VFMADD231PS, 4, 5, v.loop().number(-2f));
    v.takeWhere(4, 3, 1, FloatVectors.LESS, ERF_SMALL, 2);
    withSign(x, 4);
  }

  /** {@code x = gelu x}; variables 1 to 4 are used. */
  void gelu(int x) {
    magnitude(1, x);
    v.op(Op.VMOVUPS, 2, 1);
    upperTail(3, 2, 4);
    v.op(Op.VMULPS, 3, 3, 1);
    v.zeroUnless(3, 1, FloatVectors.NOT_GREATER, TAIL_END, 4);
    relu(x, 2);
    v.op(Op.VSUBPS, x, x, 3);
  }

  /** {@code x = max(x, 0)}. */
  void relu(int x, int t) {
    v.op(Op.VXORPS, t, t, t);
    v.op(Op.VMAXPS, x, t, x);
  }

  /**
   * The share of the normal distribution beyond u, which is at least 0 and lost; 1e-9, which is
   * nothing beside 1, from {@link dev.octet.kernel.Approximations#TAIL_END} on.
   */
  private void upperTail(int to, int u, int t) {
    v.least(t, u, TAIL_END);
    v.polynomial(to, t, -TAIL8, -TAIL7, -TAIL6, -TAIL5, -TAIL4, -TAIL3, -TAIL2, -TAIL1, -TAIL0);
    expInRange(to, t, u);
  }

  void magnitude(int to, int x) {
    v.op(Op.VANDPS, to, x, v.loop().bits(~SIGN));
  }

  void negate(int x) {
    v.op(Op.VXORPS, x, x, v.loop().bits(SIGN));
  }

  private void withSign(int x, int magnitude) {
    v.op(Op.VANDPS, x, x, v.loop().bits(SIGN));
    v.op(Op.VORPS, x, x, magnitude);
  }
}
