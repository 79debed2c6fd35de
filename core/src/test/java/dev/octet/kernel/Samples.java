package dev.octet.kernel;

import dev.octet.numerics.ByteParams;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Random and special inputs for contract suites. The seed belongs into every failure message. */
public final class Samples {
  /** Floats where arithmetic turns. */
  private static final float[] SPECIAL = {
    0f,
    -0f,
    1f,
    -1f,
    0.5f,
    -0.5f,
    1.5f,
    2.5f,
    -2.5f,
    Float.NaN,
    Float.POSITIVE_INFINITY,
    Float.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_VALUE,
    Float.MIN_NORMAL,
    -Float.MIN_NORMAL,
    0x1p23f,
    -0x1p23f,
    0x1p31f,
    -0x1p31f,
    12582912f,
    3e9f
  };

  private final long seed;
  private final SplittableRandom random;

  private Samples(long seed) {
    this.seed = seed;
    this.random = new SplittableRandom(seed);
  }

  /**
   * A new sequence; {@code -Doctet.test.seed} repeats one.
   *
   * @return samples from a seed that differs from run to run
   */
  public static Samples fresh() {
    return new Samples(Long.getLong("octet.test.seed", System.nanoTime()));
  }

  /**
   * Row lengths around every vector width, and those of a small transformer.
   *
   * @return 0 to 70 and some more
   */
  public static int[] lengths() {
    return IntStream.concat(
            IntStream.rangeClosed(0, 70),
            IntStream.of(95, 127, 128, 129, 255, 256, 257, 384, 509, 1000, 1536))
        .toArray();
  }

  /**
   * Floats where arithmetic turns: zeros, ties, NaN, infinities, denormals, huge ones.
   *
   * @return a copy
   */
  public static float[] specials() {
    return SPECIAL.clone();
  }

  /**
   * What to print when a test fails.
   *
   * @return the seed
   */
  @Override
  public String toString() {
    return "seed " + seed;
  }

  /**
   * For choices that samples do not know of.
   *
   * @return a generator that goes on from here, with the same seed
   */
  public Random random() {
    return Random.from(random);
  }

  /**
   * An offset into an array.
   *
   * @return from 0 to 19
   */
  public int offset() {
    return random.nextInt(20);
  }

  /**
   * Normal values.
   *
   * @param n how many
   * @param mean their mean
   * @param deviation their standard deviation
   * @return new values
   */
  public float[] normal(int n, double mean, double deviation) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextGaussian(mean, deviation);
    }
    return x;
  }

  /**
   * Values spread evenly.
   *
   * @param n how many
   * @param from least
   * @param to greatest
   * @return new values
   */
  public float[] uniform(int n, double from, double to) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (float) random.nextDouble(from, to);
    }
    return x;
  }

  /**
   * Floats of any bits: all magnitudes, NaN and infinities among them.
   *
   * @param n how many
   * @return new values
   */
  public float[] anyBits(int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = Float.intBitsToFloat(random.nextInt());
    }
    return x;
  }

  /**
   * Normal values with special ones among them.
   *
   * @param n how many
   * @return new values
   */
  public float[] mixed(int n) {
    float[] x = normal(n, 0, 3);
    for (int i = 0; i < n; i++) {
      if (random.nextInt(4) == 0) {
        x[i] = SPECIAL[random.nextInt(SPECIAL.length)];
      }
    }
    return x;
  }

  /**
   * Bytes of any value.
   *
   * @param n how many
   * @return new values
   */
  public byte[] bytes(int n) {
    byte[] x = new byte[n];
    for (int i = 0; i < n; i++) {
      x[i] = (byte) random.nextInt();
    }
    return x;
  }

  /**
   * What bytes may stand for: either sign, any zero point, scales from 1e-4 to 1e-1.
   *
   * @return random parameters
   */
  public ByteParams byteParams() {
    boolean unsigned = random.nextBoolean();
    float scale = (float) Math.pow(10, random.nextDouble(-4, -1));
    int zeroPoint = random.nextInt(256);
    return new ByteParams(scale, unsigned ? zeroPoint : zeroPoint - 128, unsigned);
  }

  /**
   * An operation whose results mostly lie inside of the output's range, with a ReLU or without.
   *
   * @param op which
   * @return random parameters
   */
  public QBinary.Params params(QBinary.Op op) {
    ByteParams a = byteParams();
    ByteParams b = byteParams();
    ByteParams y = byteParams();
    double greatest =
        op == QBinary.Op.ADD
            ? 255 * (a.scale() + b.scale())
            : 255 * 255 * (double) a.scale() * b.scale();
    float scale = (float) (greatest / 255 * random.nextDouble(0.2, 1.2));
    QBinary.Params p =
        QBinary.Params.of(op, a, b, new ByteParams(scale, y.zeroPoint(), y.unsigned()));
    return random.nextBoolean() ? p : p.relu();
  }
}
