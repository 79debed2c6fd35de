package dev.octet.kernel.reference;

import dev.octet.kernel.FloatActivation;
import dev.octet.numerics.ByteTable;

/** {@link FloatActivation}, one number at a time. */
public final class ReferenceFloatActivation implements FloatActivation {
  /** Makes the kernel. */
  public ReferenceFloatActivation() {}

  @Override
  public void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.min(Math.max(x[offset + i], lo), hi);
    }
  }

  @Override
  public void prelu(
      float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      float v = x[offset + i];
      y[to + i] = v < 0 ? v * slope[at + i * step] : v;
    }
  }

  @Override
  public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.min(Math.max(x[offset + i] + 3f, 0f), 6f) * (1f / 6);
    }
  }

  @Override
  public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (x[offset + i] * Math.min(Math.max(x[offset + i] + 3f, 0f), 6f)) * (1f / 6);
    }
  }

  @Override
  public void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (float) ByteTable.elu(alpha, 1, inputScale).applyAsDouble(x[offset + i]);
    }
  }
}
