package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import java.util.List;

/**
 * One piece of work and everybody who does it.
 *
 * @param name the shape
 * @param macs multiply-accumulates
 * @param expected what the work gives in float, by a peer
 * @param tolerance greatest relative error of int8 results
 * @param variants who does it
 * @param twoThreads Octet's best tier on one thread and on two, in pairs
 * @param closings what to do in the end
 */
record Trial(
    String name,
    long macs,
    float[] expected,
    double tolerance,
    List<Variant> variants,
    List<Pair> twoThreads,
    List<Runnable> closings)
    implements AutoCloseable {
  private static final double FLOAT_TOLERANCE = 1e-4;

  /** Two engines that quantize alike give almost the same integers. */
  private static final double SAME_INTEGERS = 0.01;

  /**
   * The same work on one thread and on two.
   *
   * @param one on one thread
   * @param two on two
   */
  record Pair(Variant one, Variant two) {}

  /**
   * Runs every variant once and compares what came out, so that only the same work is compared.
   *
   * @throws IllegalStateException if something else came out
   */
  void check() {
    variants.forEach(v -> v.work().run(1));
    for (Variant v : variants) {
      float[] actual = v.result().get();
      boolean real = v.numbers() == Numbers.FLOAT;
      check(v, "float", actual, expected, real ? FLOAT_TOLERANCE : tolerance);
      if (v.group() == Group.LINEAR_STATIC || v.group() == Group.CONV) {
        variants.stream()
            .filter(o -> o.ours() && o.group() == v.group())
            .forEach(o -> check(v, o.who(), actual, o.result().get(), SAME_INTEGERS));
      }
    }
  }

  private void check(Variant v, String against, float[] actual, float[] wanted, double limit) {
    double error = relativeError(actual, wanted);
    if (!(error <= limit)) {
      throw new IllegalStateException(
          "%s '%s', %s: relative RMS error %.3g against %s, expected at most %.3g"
              .formatted(v.group().id(), name, v.who(), error, against, limit));
    }
  }

  /** Root mean square of the differences over that of what was wanted. */
  static double relativeError(float[] actual, float[] wanted) {
    if (actual.length != wanted.length) {
      throw new IllegalStateException(actual.length + " results came, expected " + wanted.length);
    }
    double squares = 0;
    double all = 0;
    for (int i = 0; i < wanted.length; i++) {
      double d = (double) actual[i] - wanted[i];
      squares += d * d;
      all += (double) wanted[i] * wanted[i];
    }
    return Math.sqrt(squares / all);
  }

  @Override
  public void close() {
    closings.forEach(Runnable::run);
  }
}
