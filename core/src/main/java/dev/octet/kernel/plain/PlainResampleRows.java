package dev.octet.kernel.plain;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.LinearTaps;

/** {@link ResampleRows} as plain loops. */
public final class PlainResampleRows implements ResampleRows {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  /** Makes the kernel. */
  public PlainResampleRows() {}

  @Override
  public void across(byte[] x, int at, boolean unsigned, LinearTaps taps, int channels, float[] y) {
    for (int o = 0; o < taps.out(); o++) {
      int a = at + taps.lower()[o] * channels;
      int b = at + taps.upper()[o] * channels;
      float u = taps.weight()[o];
      float v = 1f - u;
      int to = o * channels;
      if (unsigned) {
        for (int c = 0; c < channels; c++) {
          y[to + c] = v * (float) (x[a + c] & 0xff) + u * (float) (x[b + c] & 0xff);
        }
      } else {
        for (int c = 0; c < channels; c++) {
          y[to + c] = v * (float) x[a + c] + u * (float) x[b + c];
        }
      }
    }
  }

  @Override
  public void across(float[] x, int at, LinearTaps taps, int channels, float[] y) {
    for (int o = 0; o < taps.out(); o++) {
      int a = at + taps.lower()[o] * channels;
      int b = at + taps.upper()[o] * channels;
      float u = taps.weight()[o];
      float v = 1f - u;
      int to = o * channels;
      for (int c = 0; c < channels; c++) {
        y[to + c] = v * x[a + c] + u * x[b + c];
      }
    }
  }

  @Override
  public void widen(byte[] x, int at, boolean unsigned, int n, float[] y) {
    if (unsigned) {
      for (int i = 0; i < n; i++) {
        y[i] = (float) (x[at + i] & 0xff);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[i] = (float) x[at + i];
      }
    }
  }

  @Override
  public void between(float[] a, float[] b, float weight, int n, float[] y, int to) {
    float v = 1f - weight;
    for (int i = 0; i < n; i++) {
      y[to + i] = v * a[i] + weight * b[i];
    }
  }

  @Override
  public void round(float[] r, int n, int zeroPoint, byte[] y, int to) {
    float zero = zeroPoint;
    for (int i = 0; i < n; i++) {
      float centred = r[i] - zero;
      int rounded = Float.floatToRawIntBits(centred + Approximations.ROUNDER) - ROUNDER_BITS;
      y[to + i] = (byte) (rounded + zeroPoint);
    }
  }
}
