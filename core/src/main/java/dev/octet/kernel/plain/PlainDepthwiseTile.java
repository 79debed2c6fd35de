package dev.octet.kernel.plain;

import dev.octet.kernel.panel.DepthwiseTile;

/** {@link DepthwiseTile}, a pixel and a tap at a time over all channels. */
final class PlainDepthwiseTile implements DepthwiseTile {
  @Override
  public int lanes() {
    return 1;
  }

  @Override
  public void multiply(
      int pixels,
      int channels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      float[] start,
      int startAt,
      float[] c) {
    for (int i = 0; i < pixels; i++) {
      System.arraycopy(start, startAt, c, i * channels, channels);
      for (int t = firstTap; t < endTap; t++) {
        add(x, xAt + i * step + offsets[t], w, t * channels, c, i * channels, channels);
      }
    }
  }

  private static void add(float[] x, int xAt, float[] w, int wAt, float[] c, int cAt, int n) {
    for (int j = 0; j < n; j++) {
      c[cAt + j] += x[xAt + j] * w[wAt + j];
    }
  }
}
