package dev.octet.kernel.plain;

import dev.octet.kernel.panel.GroupTile;

/** {@link GroupTile} of 8 columns, a product of one input at a time. */
final class PlainGroupTile implements GroupTile {
  private static final int COLUMNS = 8;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void multiply(
      int pixels,
      int inputs,
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
      float[] c,
      int cAt,
      int cStride) {
    for (int i = 0; i < pixels; i++) {
      int to = cAt + i * cStride;
      System.arraycopy(start, startAt, c, to, COLUMNS);
      for (int t = firstTap; t < endTap; t++) {
        int from = xAt + i * step + offsets[t];
        for (int p = 0; p < inputs; p++) {
          add(x[from + p], w, wAt + (t * inputs + p) * COLUMNS, c, to);
        }
      }
    }
  }

  private static void add(float x, float[] w, int wAt, float[] c, int cAt) {
    for (int j = 0; j < COLUMNS; j++) {
      c[cAt + j] += x * w[wAt + j];
    }
  }
}
