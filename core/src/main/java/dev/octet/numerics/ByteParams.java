package dev.octet.numerics;

/**
 * What 8-bit integers stand for: {@code real = scale * (q - zeroPoint)}, q being the byte itself or
 * the byte without its sign.
 *
 * @param scale a positive normal float
 * @param zeroPoint the integer that stands for 0.0, within the range of the type
 * @param unsigned whether integers are 0 to 255 rather than -128 to 127
 */
public record ByteParams(float scale, int zeroPoint, boolean unsigned) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the scale is not a positive normal float or the zero point
   *     is outside of the type
   */
  public ByteParams {
    if (!(scale >= Float.MIN_NORMAL && scale <= Float.MAX_VALUE)) {
      throw new IllegalArgumentException("scale " + scale + " is not a positive normal float");
    }
    int qmin = unsigned ? 0 : Byte.MIN_VALUE;
    if (zeroPoint < qmin || zeroPoint > qmin + 255) {
      throw new IllegalArgumentException(
          "zero point " + zeroPoint + " outside [" + qmin + ", " + (qmin + 255) + "]");
    }
  }

  /**
   * The least integer of the type.
   *
   * @return 0 or -128
   */
  public int qmin() {
    return unsigned ? 0 : Byte.MIN_VALUE;
  }

  /**
   * The greatest integer of the type.
   *
   * @return 255 or 127
   */
  public int qmax() {
    return unsigned ? 255 : Byte.MAX_VALUE;
  }

  /**
   * What takes the sign off a byte that was widened to an int: {@code b & mask()} is its integer.
   *
   * @return 255 or -1
   */
  public int mask() {
    return unsigned ? 0xff : -1;
  }

  /**
   * The integer in a byte.
   *
   * @param b a byte
   * @return from {@link #qmin} to {@link #qmax}
   */
  public int integer(byte b) {
    return b & mask();
  }

  /**
   * The real number of a byte: {@link Affine#dequantize}.
   *
   * @param b a byte
   * @return the real number
   */
  public float dequantize(byte b) {
    return Affine.dequantize(integer(b), scale, zeroPoint);
  }

  /**
   * The byte of a real number: {@link Affine#quantize}.
   *
   * @param x any float
   * @return its byte, from the whole range of the type
   */
  public byte quantize(float x) {
    return (byte) Affine.quantize(x, scale, zeroPoint, qmin(), qmax());
  }
}
