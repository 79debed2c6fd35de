package dev.octet.kernel;

/** How far float results of a kernel may be from the reference: the one place that says so. */
public final class FloatTolerance {
  /** Half a unit in the last place of 1. */
  private static final double HALF_ULP = 0x1p-24;

  private FloatTolerance() {}

  /**
   * The bound for a sum of products in any order, fused or not (Higham, Accuracy and Stability of
   * Numerical Algorithms, section 3.1): {@code n * u / (1 - n * u)} times the sum of magnitudes.
   *
   * @param terms products in the sum, the bias included
   * @param magnitude the sum of the products' magnitudes
   * @return the greatest error
   */
  public static double ofSum(int terms, double magnitude) {
    double nu = (terms + 1) * HALF_ULP;
    return nu / (1 - nu) * magnitude;
  }
}
