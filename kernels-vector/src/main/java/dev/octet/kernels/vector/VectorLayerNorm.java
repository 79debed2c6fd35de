package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;

import dev.octet.kernel.LayerNorm;
import jdk.incubator.vector.FloatVector;

/**
 * {@link LayerNorm} in vectors, three passes over the row: a first mean, differences to it with
 * their sum and their squares' sum, results.
 *
 * <p>The sum of the differences would be 0 but for the rounding of the first mean; it corrects both
 * mean and variance (Chan, Golub and LeVeque, Algorithms for Computing the Sample Variance, 1983),
 * so that float sums do for rows that lie far from 0.
 */
final class VectorLayerNorm implements LayerNorm {
  @Override
  public void row(
      float[] x,
      int offset,
      int n,
      float[] residual,
      int residualOffset,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to) {
    float[] values = x;
    int at = offset;
    if (residual != null) {
      add(x, offset, residual, residualOffset, n, y, to);
      values = y;
      at = to;
    }
    normalize(values, at, n, sum(values, at, n) / n, gamma, beta, eps, y, to);
  }

  /** Stays whole: two sums can be handed on only as an object. */
  private static void normalize(
      float[] values,
      int at,
      int n,
      float mean,
      float[] gamma,
      float[] beta,
      float eps,
      float[] y,
      int to) {
    FloatVector center = FloatVector.broadcast(FLOATS, mean);
    FloatVector sums = FloatVector.zero(FLOATS);
    FloatVector squares = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = FloatVector.fromArray(FLOATS, values, at + i).sub(center);
      d.intoArray(y, to + i);
      sums = sums.add(d);
      squares = d.fma(d, squares);
    }
    float sum = Elementary.sum(sums);
    float sumOfSquares = Elementary.sum(squares);
    for (; i < n; i++) {
      float d = values[at + i] - mean;
      y[to + i] = d;
      sum += d;
      sumOfSquares += d * d;
    }
    float correction = sum / n;
    float variance = Math.max(0f, sumOfSquares / n - correction * correction);
    float factor = (float) (1 / Math.sqrt((double) variance + eps));
    if (gamma != null && beta != null) {
      results(y, to, n, correction, factor, gamma, beta);
    } else {
      results(y, to, n, correction, factor);
      if (gamma != null) {
        multiply(y, to, n, gamma);
      }
      if (beta != null) {
        add(y, to, beta, 0, n, y, to);
      }
    }
  }

  private static float sum(float[] x, int at, int n) {
    FloatVector sums = FloatVector.zero(FLOATS);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      sums = sums.add(FloatVector.fromArray(FLOATS, x, at + i));
    }
    float sum = Elementary.sum(sums);
    for (; i < n; i++) {
      sum += x[at + i];
    }
    return sum;
  }

  private static void results(
      float[] y, int to, int n, float correction, float factor, float[] gamma, float[] beta) {
    FloatVector corrections = FloatVector.broadcast(FLOATS, correction);
    FloatVector factors = FloatVector.broadcast(FLOATS, factor);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector unit = FloatVector.fromArray(FLOATS, y, to + i).sub(corrections).mul(factors);
      unit.mul(FloatVector.fromArray(FLOATS, gamma, i))
          .add(FloatVector.fromArray(FLOATS, beta, i))
          .intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = (y[to + i] - correction) * factor * gamma[i] + beta[i];
    }
  }

  // C2 makes vector code of such plain loops. Their caller then has fewer nodes: with too many C2
  // stops inlining, and makes an object of every vector.

  private static void results(float[] y, int to, int n, float correction, float factor) {
    for (int i = to; i < to + n; i++) {
      y[i] = (y[i] - correction) * factor;
    }
  }

  private static void multiply(float[] y, int to, int n, float[] gamma) {
    for (int i = 0; i < n; i++) {
      y[to + i] *= gamma[i];
    }
  }

  private static void add(float[] a, int aAt, float[] b, int bAt, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = a[aAt + i] + b[bAt + i];
    }
  }
}
