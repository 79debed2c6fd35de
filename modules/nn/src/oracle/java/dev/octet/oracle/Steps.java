package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts how integers of Octet and PyTorch differ. Where they do, they are one step apart, and the
 * exact value is within 1e-3 of a half.
 */
final class Steps {
  private long elements;
  private long apart;

  /** Takes two integers and the exact real value in steps, zero point included. */
  void compare(int octet, int pytorch, double exact, String where) {
    elements++;
    if (octet == pytorch) {
      return;
    }
    apart++;
    String what = where + ": Octet " + octet + ", PyTorch " + pytorch + ", exact " + exact;
    assertThat(Math.abs(octet - pytorch)).as(what).isEqualTo(1);
    assertThat(Math.abs(exact - Math.floor(exact) - 0.5)).as(what).isLessThan(1e-3);
  }

  /** Fewer than one in 10,000 elements is a step apart. */
  void check(String what) {
    assertThat(elements).as(what).isPositive();
    System.Logger log = System.getLogger(Steps.class.getName());
    log.log(System.Logger.Level.INFO, "{0}: {1} of {2} a step apart", what, apart, elements);
    assertThat(apart * 10_000)
        .as("%s: %d of %d a step apart", what, apart, elements)
        .isLessThan(elements);
  }
}
