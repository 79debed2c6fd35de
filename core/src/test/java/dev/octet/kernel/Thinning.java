package dev.octet.kernel;

import java.util.Random;

/**
 * Which problems of a sweep run: all of them, or, with {@code -Doctet.test.thinning=N}, the first
 * and about one in N of the others, drawn from the same seed in every run. For emulated CPUs, where
 * a sweep would take hours.
 */
final class Thinning {
  static final int ONE_IN = Integer.getInteger("octet.test.thinning", 1);

  /** Random problems of a suite: more where a night is to be spent on it. */
  static final int RANDOM_PROBLEMS = Integer.getInteger("octet.test.problems", 150);

  private final Random random = new Random(ONE_IN);
  private boolean begun;

  /** Whether the next problem is left out. */
  boolean skips() {
    boolean skips = begun && random.nextInt(ONE_IN) != 0;
    begun = true;
    return skips;
  }
}
