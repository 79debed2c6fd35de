package dev.octet.kernel.plain;

import dev.octet.kernel.FloatActivation;

/** {@link FloatActivation} as plain loops, in place after a copy like {@link PlainFloatUnary}. */
public final class PlainFloatActivation implements FloatActivation {
  private static final float SIXTH = 1f / 6;

  /** Makes the kernel. */
  public PlainFloatActivation() {}

  @Override
  public void clamp(float[] x, int offset, int n, float lo, float hi, float[] y, int to) {
    copy(x, offset, n, y, to);
    for (int i = to; i < to + n; i++) {
      y[i] = Math.min(Math.max(y[i], lo), hi);
    }
  }

  @Override
  public void prelu(
      float[] x, int offset, int n, float[] slope, int at, int step, float[] y, int to) {
    if (step == 0 && n > 0) {
      copy(x, offset, n, y, to);
      float one = slope[at];
      for (int i = to; i < to + n; i++) {
        y[i] = y[i] < 0 ? y[i] * one : y[i];
      }
    } else {
      for (int i = 0; i < n; i++) {
        float v = x[offset + i];
        y[to + i] = v < 0 ? v * slope[at + i] : v;
      }
    }
  }

  @Override
  public void hardSigmoid(float[] x, int offset, int n, float[] y, int to) {
    copy(x, offset, n, y, to);
    for (int i = to; i < to + n; i++) {
      y[i] = Math.min(Math.max(y[i] + 3f, 0f), 6f) * SIXTH;
    }
  }

  @Override
  public void hardSwish(float[] x, int offset, int n, float[] y, int to) {
    copy(x, offset, n, y, to);
    for (int i = to; i < to + n; i++) {
      y[i] = (y[i] * Math.min(Math.max(y[i] + 3f, 0f), 6f)) * SIXTH;
    }
  }

  @Override
  public void elu(float[] x, int offset, int n, float alpha, float inputScale, float[] y, int to) {
    copy(x, offset, n, y, to);
    for (int i = to; i < to + n; i++) {
      float v = y[i];
      y[i] = v > 0f ? v : alpha * FloatFunctions.expMinus1OfNegative(v * inputScale);
    }
  }

  private static void copy(float[] x, int offset, int n, float[] y, int to) {
    if (x != y || offset != to) {
      System.arraycopy(x, offset, y, to, n);
    }
  }
}
