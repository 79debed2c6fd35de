package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.numerics.ByteParams;
import java.util.function.IntToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How the integers of one operator and its oracle compare over many cases. They are the same, or
 * one step apart where the exact value lies within a thousandth of a step of a half, and that in
 * fewer than one of ten thousand.
 */
final class Agreement {
  private static final Logger log = LoggerFactory.getLogger(Agreement.class);
  private static final double NEAR_A_HALF = 1e-3;
  private static final int RARE = 10_000;

  private final String operator;
  private long elements;
  private long different;
  private double farthest;

  Agreement(String operator) {
    this.operator = operator;
  }

  /**
   * Compares one case.
   *
   * @param what for messages: the seed
   * @param params what Octet's integers stand for; the oracle's must stand for the same
   * @param octet Octet's integers
   * @param oracle the other's
   * @param exact the exact real value of an element
   */
  void add(
      String what,
      ByteParams params,
      byte[] octet,
      TorchBytes.Answer oracle,
      IntToDoubleFunction exact) {
    assertThat(oracle.params()).as("%s, %s", operator, what).isEqualTo(params);
    assertThat(oracle.values()).as("%s, %s", operator, what).hasSameSizeAs(octet);
    elements += octet.length;
    for (int i = 0; i < octet.length; i++) {
      int mine = params.integer(octet[i]);
      int other = params.integer(oracle.values()[i]);
      if (mine != other) {
        different++;
        double steps = exact.applyAsDouble(i) / params.scale();
        double fromHalf = Math.abs(steps - Math.floor(steps) - 0.5);
        farthest = Math.max(farthest, fromHalf);
        if (Math.abs(mine - other) > 1 || fromHalf > NEAR_A_HALF) {
          fail(
              "%s, %s: element %d is %d, the oracle's %d, exact value %s steps from 0, %s",
              operator, what, i, mine, other, steps, params);
        }
      }
    }
  }

  /** Logs the figures and fails if too many elements differed. */
  void check() {
    log.info(
        "{}: {} of {} one step apart, exact values at most {} steps from a half",
        operator,
        different,
        elements,
        farthest);
    assertThat(different * RARE).as("%s: differences x %d", operator, RARE).isLessThan(elements);
  }
}
