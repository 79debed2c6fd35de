package dev.octet.kernel.plain;

import dev.octet.kernel.Softmax;

/** {@link Softmax} as plain loops over the row of results; the sum is a double. */
public final class PlainSoftmax implements Softmax {
  /** Makes the kernel. */
  public PlainSoftmax() {}

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
    if (addend == null) {
      for (int i = 0; i < n; i++) {
        y[to + i] = x[offset + i] * scale;
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = x[offset + i] * scale + addend[addendOffset + i];
      }
    }
    int end = to + n;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = to; i < end; i++) {
      max = Math.max(max, y[i]);
    }
    double sum = 0;
    for (int i = to; i < end; i++) {
      // Where max is infinite this is NaN, which the sum hands to the whole row.
      y[i] = FloatFunctions.expOfNegative(y[i] - max);
      sum += y[i];
    }
    float share = (float) (1 / sum);
    for (int i = to; i < end; i++) {
      y[i] *= share;
    }
  }
}
