package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.numerics.ByteParams;
import java.util.function.IntToDoubleFunction;

/**
 * Counts how integers of Octet and PyTorch differ. Where they do, they are one step apart, and the
 * exact value is within 1e-3 of a half.
 */
final class Steps {
  private long elements;
  private long apart;
  private double farthest;

  /** Takes all integers of a case; the exact real value is asked for where two differ. */
  void compare(
      ByteParams params, byte[] octet, byte[] pytorch, IntToDoubleFunction exact, String where) {
    assertThat(pytorch).as(where).hasSameSizeAs(octet);
    for (int i = 0; i < octet.length; i++) {
      int mine = params.integer(octet[i]);
      int other = params.integer(pytorch[i]);
      if (mine == other) {
        elements++;
      } else {
        double steps = exact.applyAsDouble(i) / params.scale() + params.zeroPoint();
        compare(mine, other, steps, where + ", element " + i);
      }
    }
  }

  /** Takes two integers and the exact real value in steps, zero point included. */
  void compare(int octet, int pytorch, double exact, String where) {
    elements++;
    if (octet == pytorch) {
      return;
    }
    apart++;
    String what = where + ": Octet " + octet + ", PyTorch " + pytorch + ", exact " + exact;
    assertThat(Math.abs(octet - pytorch)).as(what).isEqualTo(1);
    double fromHalf = Math.abs(exact - Math.floor(exact) - 0.5);
    assertThat(fromHalf).as(what).isLessThan(1e-3);
    farthest = Math.max(farthest, fromHalf);
  }

  /** Fewer than one in 10,000 elements is a step apart. */
  void check(String what) {
    check(what, 10_000);
  }

  /** Fewer than one element in so many is a step apart. */
  void check(String what, int oneIn) {
    assertThat(elements).as(what).isPositive();
    System.Logger log = System.getLogger(Steps.class.getName());
    log.log(
        System.Logger.Level.INFO,
        "{0}: {1} of {2} a step apart, at most {3} of a step from a half",
        what,
        apart,
        elements,
        Float.toString((float) farthest));
    assertThat(apart * oneIn)
        .as("%s: %d of %d a step apart", what, apart, elements)
        .isLessThan(elements);
  }
}
