package dev.octet.kernel.reference;

import dev.octet.kernel.FloatUnary;

/** {@link FloatUnary} in double precision. */
public final class ReferenceFloatUnary implements FloatUnary {
  /** Makes the kernel. */
  public ReferenceFloatUnary() {}

  @Override
  public void apply(Op op, float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) apply(op, x[offset + i]);
    }
  }

  private static double apply(Op op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case RELU -> Math.max(x, 0);
      case SQRT -> Math.sqrt(x);
      case RECIPROCAL -> 1 / x;
      case EXP -> Math.exp(x);
      case TANH -> Math.tanh(x);
      case SIGMOID -> 1 / (1 + Math.exp(-x));
      case ERF -> erf(x);
      case GELU -> x == Double.NEGATIVE_INFINITY ? 0 : x * erfc(-x / Math.sqrt(2)) / 2;
    };
  }

  private static double erf(double x) {
    return Math.abs(x) < 2 ? erfSeries(x) : 1 - erfc(x);
  }

  /** The Maclaurin series of erf (Abramowitz and Stegun, 7.1.6), for |x| below 2. */
  private static double erfSeries(double x) {
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }

  /** The complement: by its continued fraction (Abramowitz and Stegun, 7.1.14) from 2 on. */
  private static double erfc(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (x < 2) {
      return x <= -2 ? 2 - erfc(-x) : 1 - erfSeries(x);
    }
    double fraction = 0;
    for (int n = 100; n >= 1; n--) {
      fraction = n / 2.0 / (x + fraction);
    }
    return Math.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }
}
