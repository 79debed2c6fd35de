package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.MAX;

import dev.octet.kernel.Softmax;
import dev.octet.kernel.plain.FloatFunctions;
import dev.octet.kernel.plain.PlainSoftmax;
import jdk.incubator.vector.FloatVector;

/**
 * {@link Softmax} in vectors, three passes over the row of results: arguments and their maximum,
 * exponentials and their sum, quotients.
 *
 * <p>NaN is no maximum, but survives the second pass and spoils the sum, as it must; so does a
 * maximum that is infinite.
 */
final class VectorSoftmax implements Softmax {
  /** In a row of one vector C2 25 boxes it, which costs more than it gives. */
  private static final int LEAST = 2 * LANES;

  private final Softmax shortRows = new PlainSoftmax();

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
    if (n < LEAST) {
      shortRows.row(x, offset, n, scale, addend, addendOffset, y, to);
      return;
    }
    float max =
        addend == null
            ? scaled(x, offset, n, scale, y, to)
            : scaledAndShifted(x, offset, n, scale, addend, addendOffset, y, to);
    quotients(y, to, n, 1f / exponentials(y, to, n, max));
  }

  private static float scaled(float[] x, int offset, int n, float scale, float[] y, int to) {
    FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector t = FloatVector.fromArray(FLOATS, x, offset + i).mul(scale);
      t.intoArray(y, to + i);
      greatest = Elementary.greater(greatest, t);
    }
    float max = greatest.reduceLanes(MAX);
    for (; i < n; i++) {
      float t = x[offset + i] * scale;
      y[to + i] = t;
      max = t > max ? t : max;
    }
    return max;
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
    FloatVector greatest = FloatVector.broadcast(FLOATS, Float.NEGATIVE_INFINITY);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector t =
          FloatVector.fromArray(FLOATS, x, offset + i)
              .mul(scale)
              .add(FloatVector.fromArray(FLOATS, addend, addendOffset + i));
      t.intoArray(y, to + i);
      greatest = Elementary.greater(greatest, t);
    }
    float max = greatest.reduceLanes(MAX);
    for (; i < n; i++) {
      float t = x[offset + i] * scale + addend[addendOffset + i];
      y[to + i] = t;
      max = t > max ? t : max;
    }
    return max;
  }

  private static float exponentials(float[] y, int to, int n, float max) {
    FloatVector sums = FloatVector.broadcast(FLOATS, 0f);
    FloatVector greatest = FloatVector.broadcast(FLOATS, max);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector e =
          Elementary.expOfNegative(FloatVector.fromArray(FLOATS, y, to + i).sub(greatest));
      e.intoArray(y, to + i);
      sums = sums.add(e);
    }
    float sum = Elementary.sum(sums);
    for (; i < n; i++) {
      float e = FloatFunctions.expOfNegative(y[to + i] - max);
      y[to + i] = e;
      sum += e;
    }
    return sum;
  }

  private static void quotients(float[] y, int to, int n, float share) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector.fromArray(FLOATS, y, to + i).mul(share).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] *= share;
    }
  }
}
