package dev.octet.kernel.plain;

import dev.octet.kernel.panel.DepthwiseTile;

/** {@link DepthwiseTile}, a pixel and a tap at a time over 64 channels, for C2 to vectorise. */
final class PlainDepthwiseTile implements DepthwiseTile {
  private static final int LANES = 64;

  @Override
  public int lanes() {
    return LANES;
  }

  @Override
  public void multiply(
      int lines,
      int lineStep,
      int pixels,
      int firstTap,
      int endTap,
      float[] x,
      int xAt,
      int step,
      int[] offsets,
      float[] w,
      int wAt,
      float[] start,
      int startAt,
      float[] c) {
    for (int i = 0; i < lines * pixels; i++) {
      int at = xAt + i / pixels * lineStep + i % pixels * step;
      System.arraycopy(start, startAt, c, i * LANES, LANES);
      for (int t = firstTap; t < endTap; t++) {
        add(x, at + offsets[t], w, wAt + t * LANES, c, i * LANES);
      }
    }
  }

  private static void add(float[] x, int xAt, float[] w, int wAt, float[] c, int cAt) {
    for (int j = 0; j < LANES; j++) {
      c[cAt + j] += x[xAt + j] * w[wAt + j];
    }
  }
}
