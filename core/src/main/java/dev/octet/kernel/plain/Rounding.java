package dev.octet.kernel.plain;

import dev.octet.kernel.Approximations;

/** From units of the output's scale to its integers. */
final class Rounding {
  private Rounding() {}

  /** What {@link #toByte} takes off: the rounder's bits, less the zero point. */
  static int bias(int zeroPoint) {
    return Float.floatToRawIntBits(Approximations.ROUNDER) - zeroPoint;
  }

  /**
   * {@link dev.octet.numerics.Affine#toInteger}.
   *
   * @param steps any float
   * @param least {@code lo - zeroPoint}
   * @param greatest {@code hi - zeroPoint}
   * @param bias {@link #bias}
   * @param notANumber what NaN becomes
   */
  static byte toByte(float steps, float least, float greatest, int bias, int notANumber) {
    float limited = steps < least ? least : steps;
    limited = limited > greatest ? greatest : limited;
    int rounded = Float.floatToRawIntBits(limited + Approximations.ROUNDER) - bias;
    return (byte) (Float.isNaN(steps) ? notANumber : rounded);
  }
}
