package dev.octet.kernel.reference;

import dev.octet.kernel.Quantizer;
import dev.octet.numerics.Affine;

/** {@link Quantizer}, one number at a time. */
public final class ReferenceQuantizer implements Quantizer {
  /** Makes the kernel. */
  public ReferenceQuantizer() {}

  @Override
  public void minMax(float[] x, int offset, int n, float[] minMax, int at) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (int i = offset; i < offset + n; i++) {
      if (Float.isFinite(x[i])) {
        min = Math.min(min, x[i]);
        max = Math.max(max, x[i]);
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
    for (int i = 0; i < n; i++) {
      q[to + i] = (byte) Affine.quantize(x[offset + i], scale, zeroPoint, qmin, qmax);
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
    for (int i = 0; i < n; i++) {
      int integer = unsigned ? q[offset + i] & 0xff : q[offset + i];
      x[to + i] = Affine.dequantize(integer, scale, zeroPoint);
    }
  }

  @Override
  public void expandRow(byte[] q, int offset, int n, float scale, float bias, float[] x, int to) {
    for (int i = 0; i < n; i++) {
      x[to + i] = (float) (q[offset + i] & 0xff) * scale + bias;
    }
  }
}
