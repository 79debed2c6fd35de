package dev.octet.nn;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Random tensors from a seed; the seed belongs into every failure message. */
public final class RandomTensors {
  private final RandomGenerator random;

  /**
   * Starts a sequence.
   *
   * @param seed the seed
   */
  public RandomTensors(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /**
   * Normal values.
   *
   * @param scale their standard deviation
   * @param dims sizes
   * @return a tensor
   */
  public FloatTensor normal(double scale, int... dims) {
    float[] x = new float[Shape.of(dims).size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) (scale * random.nextGaussian());
    }
    return FloatTensor.wrap(x, dims);
  }

  /**
   * Integers from 0 on.
   *
   * @param bound one past the greatest
   * @param dims sizes
   * @return a tensor
   */
  public LongTensor ids(long bound, int... dims) {
    long[] x = new long[Shape.of(dims).size()];
    for (int i = 0; i < x.length; i++) {
      x[i] = random.nextLong(bound);
    }
    return LongTensor.wrap(x, dims);
  }
}
