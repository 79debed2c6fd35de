package dev.octet.kernel.plain;

import dev.octet.kernel.LayerNorm;

/** {@link LayerNorm} as plain loops over the row of results; sums are doubles. */
final class PlainLayerNorm implements LayerNorm {
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
    if (residual != null) {
      for (int i = 0; i < n; i++) {
        y[to + i] = x[offset + i] + residual[residualOffset + i];
      }
    } else if (x != y || offset != to) {
      System.arraycopy(x, offset, y, to, n);
    }
    double mean = sum(y, to, n) / n;
    double variance = sumOfSquares(y, to, n, mean) / n;
    float factor = (float) (1 / Math.sqrt(variance + eps));
    // The mean in two floats: a row that lies far from 0 keeps its small differences.
    float high = (float) mean;
    float low = (float) (mean - high);
    for (int i = to; i < to + n; i++) {
      y[i] = ((y[i] - high) - low) * factor;
    }
    if (gamma != null) {
      for (int i = 0; i < n; i++) {
        y[to + i] *= gamma[i];
      }
    }
    if (beta != null) {
      for (int i = 0; i < n; i++) {
        y[to + i] += beta[i];
      }
    }
  }

  // Four sums at a time: one alone waits for the adder at every element.

  private static double sum(float[] y, int from, int n) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i <= from + n - 4; i += 4) {
      s0 += y[i];
      s1 += y[i + 1];
      s2 += y[i + 2];
      s3 += y[i + 3];
    }
    for (; i < from + n; i++) {
      s0 += y[i];
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double sumOfSquares(float[] y, int from, int n, double mean) {
    double s0 = 0;
    double s1 = 0;
    double s2 = 0;
    double s3 = 0;
    int i = from;
    for (; i <= from + n - 4; i += 4) {
      s0 += square(y[i] - mean);
      s1 += square(y[i + 1] - mean);
      s2 += square(y[i + 2] - mean);
      s3 += square(y[i + 3] - mean);
    }
    for (; i < from + n; i++) {
      s0 += square(y[i] - mean);
    }
    return (s0 + s1) + (s2 + s3);
  }

  private static double square(double x) {
    return x * x;
  }
}
