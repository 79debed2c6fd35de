package dev.octet.kernel.reference;

import dev.octet.kernel.FloatUnary;
import dev.octet.numerics.ByteTable;
import dev.octet.numerics.ErrorFunction;

/** {@link FloatUnary} in double precision. */
public final class ReferenceFloatUnary implements FloatUnary {
  /** Makes the kernel. */
  public ReferenceFloatUnary() {}

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) exact(op, x[offset + i]);
    }
  }

  /**
   * One value in double precision.
   *
   * @param op which function
   * @param x its argument
   * @return the value, not yet rounded to float
   */
  public static double exact(Op op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case RELU -> Math.max(x, 0);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case EXP -> Math.exp(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF -> ErrorFunction.erf(x);
      case GELU -> ByteTable.gelu(x);
    };
  }
}
