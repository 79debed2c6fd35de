package dev.octet.kernels.x86;

import static dev.octet.kernels.x86.VectorWidth.LANES;
import static dev.octet.kernels.x86.VectorWidth.all;
import static dev.octet.kernels.x86.VectorWidth.load;
import static dev.octet.kernels.x86.VectorWidth.padded;
import static dev.octet.kernels.x86.VectorWidth.store;
import static jdk.incubator.vector.VectorOperators.MAX;

import dev.octet.kernel.Softmax;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Softmax} in vectors, three passes over the row of results: arguments and their maximum,
 * exponentials and their sum, quotients.
 *
 * <p>NaN is no maximum, but survives the second pass and spoils the sum, as it must; so does a
 * maximum that is infinite.
 */
final class VectorSoftmax implements Softmax {
  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to) {
    float max =
        addend == null
            ? scaled(x, offset, n, scale, y, to)
            : scaledAndShifted(x, offset, n, scale, addend, addendOffset, y, to);
    float share = 1f / exponentials(y, to, n, max);
    for (int i = 0; i < n; i += LANES) {
      store(load(y, to + i, n - i).mul(share), y, to + i, n - i);
    }
  }

  private static float scaled(float[] x, int offset, int n, float scale, float[] y, int to) {
    FloatVector max = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = load(x, offset + i, n - i).mul(scale);
      store(t, y, to + i, n - i);
      max = Elementary.greater(max, padded(t, Float.NEGATIVE_INFINITY, n - i));
    }
    return max.reduceLanes(MAX);
  }

  private static float scaledAndShifted(
      float[] x,
      int offset,
      int n,
      float scale,
      float[] addend,
      int addendOffset,
      float[] y,
      int to) {
    FloatVector max = all(Float.NEGATIVE_INFINITY);
    for (int i = 0; i < n; i += LANES) {
      FloatVector shift = load(addend, addendOffset + i, n - i);
      FloatVector t = load(x, offset + i, n - i).mul(scale).add(shift);
      store(t, y, to + i, n - i);
      max = Elementary.greater(max, padded(t, Float.NEGATIVE_INFINITY, n - i));
    }
    return max.reduceLanes(MAX);
  }

  private static float exponentials(float[] y, int to, int n, float max) {
    FloatVector sum = all(0f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector e = Elementary.expOfNegative(load(y, to + i, n - i).sub(max));
      store(e, y, to + i, n - i);
      sum = sum.add(padded(e, 0f, n - i));
    }
    return Elementary.sum(sum);
  }
}
