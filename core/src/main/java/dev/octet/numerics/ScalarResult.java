package dev.octet.numerics;

import java.util.Optional;
import java.util.function.IntUnaryOperator;

/**
 * What adding a number to a quantized tensor, or multiplying it by one, comes to: new parameters,
 * and where the integers themselves change, the table that maps old to new. The parameters follow
 * from the number; nothing is observed.
 *
 * <p>Source: PyTorch {@code aten/src/ATen/native/quantized/cpu/BinaryOps.cpp} ({@code
 * quantized::add_scalar}) and {@code qmul.cpp} ({@code quantized::mul_scalar}). A ReLU after either
 * is a clamp at the new zero point.
 *
 * @param params what the results stand for
 * @param table 256 bytes, the new one of every byte read without its sign; empty where all integers
 *     stay
 */
public record ScalarResult(ByteParams params, Optional<byte[]> table) {
  /** Keeps {@code c / scale} far inside the integers. */
  private static final double MOST_STEPS = 0x1p30;

  /**
   * Adds: {@code steps = rint(c / s)} in double, and {@code z' = z - steps}. Where z' is inside of
   * the type, the integers stay. Otherwise it becomes the type's end, the scale grows so that the
   * new range holds the old values and 0, and {@code q' = clamp(z' + rint(fl((q - z + steps) * fl(s
   * * fl(1 / s')))))}.
   *
   * @param x what the operand stands for
   * @param c the number
   * @return parameters and table
   * @throws IllegalArgumentException if c is not finite or is 2^30 scales or more
   */
  public static ScalarResult add(ByteParams x, double c) {
    double exact = Math.rint(c / x.scale());
    if (!(Math.abs(exact) < MOST_STEPS)) {
      throw new IllegalArgumentException(
          "expected a number of less than 2^30 steps of " + x.scale() + ", got " + c);
    }
    int steps = (int) exact;
    int moved = x.zeroPoint() - steps;
    if (moved >= x.qmin() && moved <= x.qmax()) {
      return new ScalarResult(new ByteParams(x.scale(), moved, x.unsigned()), Optional.empty());
    }
    boolean below = moved < x.qmin();
    double width = below ? (double) x.qmax() - moved : (double) moved - x.qmin();
    float scale = (float) (width / 255 * x.scale());
    ByteParams y = new ByteParams(scale, below ? x.qmin() : x.qmax(), x.unsigned());
    float multiplier = x.scale() * (1f / scale);
    return new ScalarResult(
        y,
        table(
            x,
            q ->
                Affine.requantize(
                    q - x.zeroPoint() + steps, 0f, multiplier, y.zeroPoint(), y.qmin(), y.qmax())));
  }

  /**
   * Multiplies: the scale becomes {@code s * |c|}. A negative number mirrors the integers and the
   * zero point, {@code q' = qmin + qmax - q}; zero gives scale 1, zero point 0 and integers 0.
   *
   * @param x what the operand stands for
   * @param c the number
   * @return parameters and table
   * @throws IllegalArgumentException if the new scale is not a positive normal float
   */
  public static ScalarResult multiply(ByteParams x, double c) {
    if (c == 0) {
      return new ScalarResult(new ByteParams(1f, 0, x.unsigned()), table(x, q -> 0));
    }
    float scale = (float) (x.scale() * Math.abs(c));
    if (c > 0) {
      return new ScalarResult(new ByteParams(scale, x.zeroPoint(), x.unsigned()), Optional.empty());
    }
    int ends = x.qmin() + x.qmax();
    return new ScalarResult(
        new ByteParams(scale, ends - x.zeroPoint(), x.unsigned()), table(x, q -> ends - q));
  }

  private static Optional<byte[]> table(ByteParams x, IntUnaryOperator f) {
    byte[] table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (byte) f.applyAsInt(x.integer((byte) i));
    }
    return Optional.of(table);
  }
}
