package dev.octet.kernel.plain;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.Quantizer;

/** {@link Quantizer} as plain loops. */
public final class PlainQuantizer implements Quantizer {
  /** Makes the kernel. */
  public PlainQuantizer() {}

  @Override
  public void minMax(float[] x, int offset, int n, float[] minMax, int at) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + n; i++) {
      min = Math.min(min, x[i]);
      max = Math.max(max, x[i]);
    }
    // C2 makes a vector reduction of the loop above only while it asks nothing; one value that does
    // not count shows in its result, and then the row is read again.
    if (!(min > Float.NEGATIVE_INFINITY && max < Float.POSITIVE_INFINITY)) {
      min = Float.POSITIVE_INFINITY;
      max = Float.NEGATIVE_INFINITY;
      for (int i = offset; i < offset + n; i++) {
        if (Float.isFinite(x[i])) {
          min = Math.min(min, x[i]);
          max = Math.max(max, x[i]);
        }
      }
    }
    minMax[at] = min;
    minMax[at + 1] = max;
  }

  @Override
  public void quantize(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    float inverse = 1f / scale;
    float least = qmin - zeroPoint;
    float greatest = qmax - zeroPoint;
    int rounder = Float.floatToRawIntBits(Approximations.ROUNDER) - zeroPoint;
    for (int i = 0; i < n; i++) {
      float scaled = x[offset + i] * inverse;
      scaled = scaled < least ? least : scaled;
      scaled = scaled > greatest ? greatest : scaled;
      int rounded = Float.floatToRawIntBits(scaled + Approximations.ROUNDER) - rounder;
      q[to + i] = (byte) (Float.isNaN(scaled) ? zeroPoint : rounded);
    }
  }

  @Override
  public void quantizeFused(
      float[] x,
      int offset,
      int n,
      float scale,
      int zeroPoint,
      int qmin,
      int qmax,
      byte[] q,
      int to) {
    float inverse = 1f / scale;
    float zero = zeroPoint;
    float least = qmin;
    float greatest = qmax;
    int rounder = Float.floatToRawIntBits(Approximations.ROUNDER);
    for (int i = 0; i < n; i++) {
      float shifted = Math.fma(x[offset + i], inverse, zero);
      shifted = shifted < least ? least : shifted;
      shifted = shifted > greatest ? greatest : shifted;
      int rounded = Float.floatToRawIntBits(shifted + Approximations.ROUNDER) - rounder;
      q[to + i] = (byte) (Float.isNaN(shifted) ? zeroPoint : rounded);
    }
  }

  @Override
  public void dequantize(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float scale,
      int zeroPoint,
      float[] x,
      int to) {
    if (unsigned) {
      for (int i = 0; i < n; i++) {
        x[to + i] = scale * (float) ((q[offset + i] & 0xff) - zeroPoint);
      }
    } else {
      for (int i = 0; i < n; i++) {
        x[to + i] = scale * (float) (q[offset + i] - zeroPoint);
      }
    }
  }

  @Override
  public void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    for (int i = 0; i < n; i++) {
      x[to + i] = (float) (q[offset + i] & 0xff) * scale + bias;
    }
  }
}
