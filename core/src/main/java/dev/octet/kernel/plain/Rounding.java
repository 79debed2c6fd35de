package dev.octet.kernel.plain;

import dev.octet.kernel.Approximations;

/**
 * From units of the output's scale to its integers: {@link dev.octet.numerics.Affine#toInteger}.
 *
 * <p>A float plus {@code ROUNDER} has the integer, rounded half to even, in its low bits. Read as
 * ints, such sums keep the order of floats, infinities and all, and are limited by int operations,
 * which need no branch; NaN alone has no place in that order.
 */
final class Rounding {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  private Rounding() {}

  /** A limit that {@link #toByte} takes. */
  static int limit(int integer, int zeroPoint) {
    return ROUNDER_BITS + integer - zeroPoint;
  }

  /**
   * Rounds, limits and adds the zero point.
   *
   * @param steps any float; NaN gives the zero point, limited
   * @param least {@link #limit} of the least result
   * @param greatest {@link #limit} of the greatest
   * @param zeroPoint the output's zero point
   */
  static byte toByte(float steps, int least, int greatest, int zeroPoint) {
    int bits = Float.floatToRawIntBits(steps + Approximations.ROUNDER);
    int ordered = Float.isNaN(steps) ? ROUNDER_BITS : bits;
    return (byte) (Math.min(Math.max(ordered, least), greatest) + zeroPoint);
  }
}
