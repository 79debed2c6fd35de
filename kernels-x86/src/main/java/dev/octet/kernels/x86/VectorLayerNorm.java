package dev.octet.kernels.x86;

import static dev.octet.kernels.x86.VectorWidth.LANES;
import static dev.octet.kernels.x86.VectorWidth.all;
import static dev.octet.kernels.x86.VectorWidth.load;
import static dev.octet.kernels.x86.VectorWidth.padded;
import static dev.octet.kernels.x86.VectorWidth.store;

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
    FloatVector sum = all(0f);
    FloatVector squares = all(0f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector difference = load(y, to + i, n - i).sub(mean);
      store(difference, y, to + i, n - i);
      FloatVector d = padded(difference, 0f, n - i);
      sum = sum.add(d);
      squares = d.fma(d, squares);
    }
    float correction = Elementary.sum(sum) / n;
    float variance = Math.max(0f, Elementary.sum(squares) / n - correction * correction);
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
    FloatVector sum = all(0f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = load(x, offset + i, n - i);
      store(t, y, to + i, n - i);
      sum = sum.add(t);
    }
    return Elementary.sum(sum);
  }

  private static float values(
      float[] x, int offset, int n, float[] residual, int residualOffset, float[] y, int to) {
    FloatVector sum = all(0f);
    for (int i = 0; i < n; i += LANES) {
      FloatVector t = load(x, offset + i, n - i).add(load(residual, residualOffset + i, n - i));
      store(t, y, to + i, n - i);
      sum = sum.add(t);
    }
    return Elementary.sum(sum);
  }

  private static void results(
      float[] y, int to, int n, float correction, float factor, float[] gamma, float[] beta) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector unit = load(y, to + i, n - i).sub(correction).mul(factor);
      FloatVector result = unit.mul(load(gamma, i, n - i)).add(load(beta, i, n - i));
      store(result, y, to + i, n - i);
    }
  }

  private static void results(float[] y, int to, int n, float correction, float factor) {
    for (int i = 0; i < n; i += LANES) {
      FloatVector unit = load(y, to + i, n - i).sub(correction).mul(factor);
      store(unit, y, to + i, n - i);
    }
  }

  private static void multiply(float[] y, int to, int n, float[] gamma) {
    for (int i = 0; i < n; i += LANES) {
      store(load(y, to + i, n - i).mul(load(gamma, i, n - i)), y, to + i, n - i);
    }
  }

  private static void add(float[] y, int to, int n, float[] beta) {
    for (int i = 0; i < n; i += LANES) {
      store(load(y, to + i, n - i).add(load(beta, i, n - i)), y, to + i, n - i);
    }
  }
}
