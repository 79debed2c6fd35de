package dev.octet.numerics;

/** The error function in double precision, for references and tables; not fast. */
public final class ErrorFunction {
  private ErrorFunction() {}

  /**
   * The error function.
   *
   * @param x the argument
   * @return from -1 to 1
   */
  public static double erf(double x) {
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
    return 2 / Math.sqrt(Math.PI) * StrictMath.exp(-x * x) * sum;
  }

  /**
   * The complement, {@code 1 - erf x}: by its continued fraction (Abramowitz and Stegun, 7.1.14)
   * from 2 on.
   *
   * @param x the argument
   * @return from 0 to 2
   */
  public static double erfc(double x) {
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
    return StrictMath.exp(-x * x) / Math.sqrt(Math.PI) / (x + fraction);
  }
}
