package dev.octet.oracle;

import dev.octet.quantization.golden.EmbeddingCase;
import dev.octet.quantization.golden.LinearCase;
import dev.octet.quantization.golden.RangeCase;
import java.util.Arrays;
import java.util.Random;

/** Layers and tables to ask PyTorch about: random ones, and those where arithmetic goes astray. */
final class Cases {
  private final Random random;

  Cases(long seed) {
    random = new Random(seed);
  }

  /** What an input is made of. */
  enum Input {
    NORMAL,
    OUTLIER,
    ZEROS,
    CONSTANT_ROWS,
    POSITIVE,
    NEGATIVE,
    FROM_MINUS_A_TO_A,
    GRID,
    BESIDE_HALVES,
    SMALL_SCALE,
    TINY,
    SUBNORMAL,
    LARGE,
    NEAR_MAX
  }

  /** A layer of any shape up to a size. */
  LinearCase linear(Input input, int maxM, int maxN, int maxK) {
    int m = 1 + random.nextInt(maxM);
    int n = 1 + random.nextInt(maxN);
    int k = 1 + random.nextInt(maxK);
    boolean reduceRange = random.nextBoolean();
    float[] bias = random.nextInt(4) == 0 ? null : gaussian(n, 2f);
    return new LinearCase(
        input.name(),
        m,
        n,
        k,
        input(input, m, k, reduceRange ? 127 : 255),
        weight(input == Input.NEAR_MAX ? 1e-5f : 1f, n, k),
        bias,
        random.nextBoolean(),
        reduceRange);
  }

  private float[] input(Input input, int m, int k, int steps) {
    int count = m * k;
    return switch (input) {
      case NORMAL -> gaussian(count, (float) Math.exp(4 * random.nextGaussian()));
      case OUTLIER -> {
        float[] x = gaussian(count, 1f);
        x[random.nextInt(count)] = 1000f;
        yield x;
      }
      case ZEROS -> new float[count];
      case CONSTANT_ROWS -> {
        float[] x = new float[count];
        for (int i = 0; i < m; i++) {
          Arrays.fill(x, i * k, (i + 1) * k, (float) random.nextGaussian());
        }
        yield x;
      }
      case POSITIVE -> each(gaussian(count, 3f), 1);
      case NEGATIVE -> each(gaussian(count, 3f), -1);
      case FROM_MINUS_A_TO_A -> fromMinusAToA(count);
      case GRID -> {
        float[] x = new float[count];
        for (int i = 0; i < count; i++) {
          x[i] = (random.nextInt(2 * steps + 1) - steps) / 16f;
        }
        yield x;
      }
      case BESIDE_HALVES -> besideHalves(count, steps);
      case SMALL_SCALE -> gaussian(count, 1e-3f);
      case TINY -> gaussian(count, 1e-25f);
      case SUBNORMAL -> gaussian(count, 1e-40f);
      case LARGE -> gaussian(count, 1e30f);
      case NEAR_MAX -> {
        float[] x = gaussian(count, 5e37f);
        x[random.nextInt(count)] = 3.3e38f;
        yield x;
      }
    };
  }

  private float[] fromMinusAToA(int count) {
    float a = (float) Math.exp(random.nextGaussian());
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = a * (2 * random.nextFloat() - 1);
    }
    x[random.nextInt(count)] = a;
    x[random.nextInt(count)] = -a;
    return x;
  }

  /** A range of some steps, with values at halves of a step, and one or two floats beside. */
  private float[] besideHalves(int count, int steps) {
    float scale = (float) Math.exp(random.nextGaussian());
    int zeroPoint = random.nextInt(steps + 1);
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = scale * (random.nextInt(steps) + 0.5f - zeroPoint);
      for (int beside = random.nextInt(5) - 2; beside != 0; beside -= Integer.signum(beside)) {
        x[i] = beside > 0 ? Math.nextUp(x[i]) : Math.nextDown(x[i]);
      }
    }
    x[random.nextInt(count)] = scale * -zeroPoint;
    x[random.nextInt(count)] = scale * (steps - zeroPoint);
    return x;
  }

  private float[] weight(float size, int n, int k) {
    float[] w = gaussian(n * k, size / (float) Math.sqrt(k));
    int row = random.nextInt(n) * k;
    switch (random.nextInt(6)) {
      case 0 -> Arrays.fill(w, row, row + k, 0f);
      case 1 -> Arrays.fill(w, row, row + k, -size);
      case 2 -> Arrays.fill(w, row, row + k, 1e-12f);
      case 3 -> w[row] = 20 * size;
      case 4 -> each(w, 1);
      default -> {}
    }
    return w;
  }

  /** A table of any shape up to a size. */
  EmbeddingCase embedding(int kind, int maxRows, int maxSize) {
    int rows = 1 + random.nextInt(maxRows);
    int size = 1 + random.nextInt(maxSize);
    float[] magnitudes = {0.05f, 1f, 100f, 1e-7f, 1e-20f, 1e30f, 0f};
    float magnitude = magnitudes[kind % magnitudes.length];
    float[] table = gaussian(rows * size, magnitude);
    if (kind >= magnitudes.length) {
      Arrays.fill(table, 0, size, 0.25f);
      table[random.nextInt(table.length)] = 7f;
    }
    return new EmbeddingCase("magnitude " + magnitude, rows, size, table);
  }

  /** A range of either sign or both, of any size, for all 8 bits or for 7. */
  RangeCase range() {
    float size = (float) Math.exp(10 * random.nextGaussian());
    float a = size * (float) random.nextGaussian();
    float b =
        switch (random.nextInt(4)) {
          case 0 -> -a;
          case 1 -> 0f;
          default -> size * (float) random.nextGaussian();
        };
    boolean symmetric = random.nextBoolean();
    boolean signed = symmetric || random.nextBoolean();
    int halves = random.nextBoolean() ? 2 : 1;
    return new RangeCase(
        Math.min(a, b),
        Math.max(a, b),
        signed ? -128 / halves : 0,
        signed ? (halves == 2 ? 63 : 127) : 255 / halves,
        symmetric);
  }

  private float[] gaussian(int count, float size) {
    float[] x = new float[count];
    for (int i = 0; i < count; i++) {
      x[i] = size * (float) random.nextGaussian();
    }
    return x;
  }

  private static float[] each(float[] x, int sign) {
    for (int i = 0; i < x.length; i++) {
      x[i] = sign * Math.abs(x[i]);
    }
    return x;
  }
}
