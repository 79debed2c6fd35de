package dev.octet.kernel.plain;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.Pool;
import java.util.Arrays;

/** {@link PoolTaps} as plain loops along the channels. */
public final class PlainPoolTaps implements PoolTaps {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  /** Makes the kernel. */
  public PlainPoolTaps() {}

  @Override
  public void max(byte[] x, int[] at, int taps, int channels, boolean unsigned, byte[] y, int to) {
    if (taps == 0) {
      Arrays.fill(y, to, to + channels, (byte) (unsigned ? 0 : -128));
      return;
    }
    System.arraycopy(x, at[0], y, to, channels);
    for (int t = 1; t < taps; t++) {
      if (unsigned) {
        greaterUnsigned(x, at[t], channels, y, to);
      } else {
        greater(x, at[t], channels, y, to);
      }
    }
  }

  private static void greaterUnsigned(byte[] x, int at, int n, byte[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (byte) Math.max(y[to + i] & 0xff, x[at + i] & 0xff);
    }
  }

  private static void greater(byte[] x, int at, int n, byte[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = (byte) Math.max(y[to + i], x[at + i]);
    }
  }

  @Override
  public void average(
      byte[] x,
      int[] at,
      int taps,
      int channels,
      Pool.Integers integers,
      float multiplier,
      int[] sums,
      byte[] y,
      int to) {
    Arrays.fill(sums, 0, channels, -taps * integers.inputZeroPoint());
    for (int t = 0; t < taps; t++) {
      if (integers.unsigned()) {
        addUnsigned(x, at[t], channels, sums);
      } else {
        add(x, at[t], channels, sums);
      }
    }
    int zeroPoint = integers.zeroPoint();
    float least = integers.lo() - zeroPoint;
    float greatest = integers.hi() - zeroPoint;
    for (int i = 0; i < channels; i++) {
      float f = (float) sums[i] * multiplier;
      f = f < least ? least : f;
      f = f > greatest ? greatest : f;
      int rounded = Float.floatToRawIntBits(f + Approximations.ROUNDER) - ROUNDER_BITS;
      y[to + i] = (byte) (rounded + zeroPoint);
    }
  }

  private static void addUnsigned(byte[] x, int at, int n, int[] sums) {
    for (int i = 0; i < n; i++) {
      sums[i] += x[at + i] & 0xff;
    }
  }

  private static void add(byte[] x, int at, int n, int[] sums) {
    for (int i = 0; i < n; i++) {
      sums[i] += x[at + i];
    }
  }

  @Override
  public void max(float[] x, int[] at, int taps, int channels, float[] y, int to) {
    if (taps == 0) {
      Arrays.fill(y, to, to + channels, Float.NEGATIVE_INFINITY);
      return;
    }
    System.arraycopy(x, at[0], y, to, channels);
    for (int t = 1; t < taps; t++) {
      greater(x, at[t], channels, y, to);
    }
  }

  private static void greater(float[] x, int at, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.max(y[to + i], x[at + i]);
    }
  }

  @Override
  public void average(
      float[] x, int[] at, int taps, int channels, float divisor, float[] y, int to) {
    Arrays.fill(y, to, to + channels, 0f);
    for (int t = 0; t < taps; t++) {
      add(x, at[t], channels, y, to);
    }
    for (int i = to; i < to + channels; i++) {
      y[i] /= divisor;
    }
  }

  private static void add(float[] x, int at, int n, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] += x[at + i];
    }
  }
}
