package dev.octet.oracle;

import dev.octet.numerics.ByteParams;
import java.util.SplittableRandom;

/** Random bytes and parameters of one case. */
final class Draw {
  private final SplittableRandom random;

  Draw(long seed) {
    random = new SplittableRandom(seed);
  }

  boolean either() {
    return random.nextBoolean();
  }

  /** From {@code from} to {@code to}, both included. */
  int between(int from, int to) {
    return from + random.nextInt(to - from + 1);
  }

  float uniform(double from, double to) {
    return (float) (from + (to - from) * random.nextDouble());
  }

  /** Spread evenly over orders of magnitude. */
  float magnitude(double from, double to) {
    return (float) Math.exp(Math.log(from) + Math.log(to / from) * random.nextDouble());
  }

  ByteParams params(boolean unsigned, float scale) {
    int qmin = unsigned ? 0 : -128;
    return new ByteParams(scale, between(qmin, qmin + 255), unsigned);
  }

  ByteParams params(boolean unsigned) {
    return params(unsigned, magnitude(1e-3, 0.3));
  }

  byte[] bytes(int n) {
    byte[] bytes = new byte[n];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Every byte, and some more, so that there is a rest after whole vectors. */
  byte[] everyByte() {
    byte[] bytes = bytes(256 + between(0, 40));
    for (int i = 0; i < 256; i++) {
      bytes[i] = (byte) i;
    }
    return bytes;
  }

  /** Integers about a mean, like those of activations. */
  byte[] normalBytes(int n, double mean, double deviation, boolean unsigned) {
    int qmin = unsigned ? 0 : -128;
    byte[] bytes = new byte[n];
    for (int i = 0; i < n; i++) {
      long integer = Math.round(random.nextGaussian(mean, deviation)) + qmin;
      bytes[i] = (byte) Math.clamp(integer, qmin, qmin + 255);
    }
    return bytes;
  }

  float[] normal(int n, double mean, double deviation) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian(mean, deviation);
    }
    return x;
  }
}
