package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.LANES;
import static dev.octet.kernels.vector.VectorWidth.all;
import static dev.octet.kernels.vector.VectorWidth.load;

import dev.octet.kernel.LayerNorm;
import jdk.incubator.vector.FloatVector;

/**
 * {@link LayerNorm} in vectors, three passes over the row of results: values and a first mean,
 * differences to it with their sum and their squares' sum, results.
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
    float mean =
        (residual == null
                ? values(x, offset, n, y, to)
                : values(x, offset, n, residual, residualOffset, y, to))
            / n;
    FloatVector sums = all(0f);
    FloatVector squares = all(0f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector d = load(y, to + i).sub(mean);
      d.intoArray(y, to + i);
      sums = sums.add(d);
      squares = d.fma(d, squares);
    }
    float sum = Elementary.sum(sums);
    float sumOfSquares = Elementary.sum(squares);
    for (; i < n; i++) {
      float d = y[to + i] - mean;
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
        add(y, to, n, beta);
      }
    }
  }

  private static float values(float[] x, int offset, int n, float[] y, int to) {
    FloatVector sums = all(0f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector t = load(x, offset + i);
      t.intoArray(y, to + i);
      sums = sums.add(t);
    }
    float sum = Elementary.sum(sums);
    for (; i < n; i++) {
      float t = x[offset + i];
      y[to + i] = t;
      sum += t;
    }
    return sum;
  }

  private static float values(
      float[] x, int offset, int n, float[] residual, int residualOffset, float[] y, int to) {
    FloatVector sums = all(0f);
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector t = load(x, offset + i).add(load(residual, residualOffset + i));
      t.intoArray(y, to + i);
      sums = sums.add(t);
    }
    float sum = Elementary.sum(sums);
    for (; i < n; i++) {
      float t = x[offset + i] + residual[residualOffset + i];
      y[to + i] = t;
      sum += t;
    }
    return sum;
  }

  private static void results(
      float[] y, int to, int n, float correction, float factor, float[] gamma, float[] beta) {
    int i = 0;
    for (; i <= n - LANES; i += LANES) {
      FloatVector unit = load(y, to + i).sub(correction).mul(factor);
      unit.mul(load(gamma, i)).add(load(beta, i)).intoArray(y, to + i);
    }
    for (; i < n; i++) {
      y[to + i] = (y[to + i] - correction) * factor * gamma[i] + beta[i];
    }
  }

  // The rare forms: C2 makes vector code of such plain loops.

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

  private static void add(float[] y, int to, int n, float[] beta) {
    for (int i = 0; i < n; i++) {
      y[to + i] += beta[i];
    }
  }
}
