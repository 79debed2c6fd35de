package dev.octet.benchmarks;

import java.util.Arrays;
import java.util.Random;

/** Operands that are the same in every run, and their sizes. */
final class Samples {
  private final Random random = new Random(1);

  /** {@return any bytes} */
  byte[] bytes(int n) {
    byte[] x = new byte[n];
    random.nextBytes(x);
    return x;
  }

  /** {@return unsigned bytes' zero points} */
  int[] zeroPoints(int n) {
    return random.ints(n, 0, 256).toArray();
  }

  /** {@return floats from -0.5 to 0.5: weights, biases} */
  float[] floats(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  /** {@return normally distributed floats: activations} */
  float[] normal(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian();
    }
    return x;
  }

  /** {@return the sizes in {@code 128x384}} */
  static int[] sizes(String text) {
    return Arrays.stream(text.split("x")).mapToInt(Integer::parseInt).toArray();
  }
}
