package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.numerics.ByteParams;
import java.util.function.IntToDoubleFunction;

/**
 * Counts how integers of Octet and PyTorch differ. Where they do, they are one step apart, and the
 * exact value is within 1e-3 of a half; fewer than one in 10,000 elements may, unless said
 * otherwise.
 */
final class Steps {
  /** Exact values in double are right to less than this. */
  private static final double TIE = 1e-9;

  private final boolean withoutTies;
  private long elements;
  private long ties;
  private long apart;
  private long octetNearer;
  private double farthest;

  Steps() {
    this(false);
  }

  private Steps(boolean withoutTies) {
    this.withoutTies = withoutTies;
  }

  /**
   * Leaves out elements whose exact value is a half: what such a tie becomes depends on how numbers
   * were rounded on the way.
   */
  static Steps withoutTies() {
    return new Steps(true);
  }

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
    double fromHalf = Math.abs(exact - Math.floor(exact) - 0.5);
    boolean tie = withoutTies && fromHalf < TIE;
    elements += tie ? 0 : 1;
    if (octet == pytorch) {
      return;
    }
    ties += tie ? 1 : 0;
    apart += tie ? 0 : 1;
    octetNearer += !tie && Math.abs(octet - exact) < Math.abs(pytorch - exact) ? 1 : 0;
    String what = where + ": Octet " + octet + ", PyTorch " + pytorch + ", exact " + exact;
    assertThat(Math.abs(octet - pytorch)).as(what).isEqualTo(1);
    assertThat(fromHalf).as(what).isLessThan(1e-3);
    farthest = Math.max(farthest, fromHalf);
  }

  /** Fewer than one in 10,000 elements is a step apart. */
  void check(String what) {
    assertThat(elements).as(what).isPositive();
    System.Logger log = System.getLogger(Steps.class.getName());
    log.log(
        System.Logger.Level.INFO,
        "{0}: {1} of {2} a step apart (Octet nearer in {3}), at most {4} of a step from a half{5}",
        what,
        apart,
        elements,
        octetNearer,
        Float.toString((float) farthest),
        withoutTies ? "; besides " + ties + " ties" : "");
    assertThat(apart * 10_000)
        .as("%s: %d of %d a step apart", what, apart, elements)
        .isLessThan(elements);
  }
}
