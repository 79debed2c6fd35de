package dev.octet.kernel.plain;

import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.Pieces;

/**
 * {@link FloatTile} of 4 rows by 4 columns: scalar sums in registers, two rows at a time. C2 25
 * does not vectorise float sums of float panels, since it cannot tell the two arrays apart.
 */
final class PlainFloatTile4x4 implements FloatTile {
  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return 4;
  }

  @Override
  public void multiply(
      int rows,
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride) {
    for (int i = 0; i < rows; i++) {
      System.arraycopy(start, startAt + i * startStride, c, cAt + i * cStride, 4);
    }
    int row = bAt;
    for (int t = from; t < end; t++) {
      int offset = pieces.offsets()[t];
      int depth = pieces.lengths()[t];
      int i = 0;
      for (; i + 2 <= rows; i += 2) {
        int x0 = at[first + i] + offset;
        int x1 = at[first + i + 1] + offset;
        two(depth, x, x0, x1, b, row, c, cAt + i * cStride, cStride);
      }
      if (i < rows) {
        one(depth, x, at[first + i] + offset, b, row, c, cAt + i * cStride);
      }
      row += 4 * depth;
    }
  }

  private static void two(
      int depth, float[] x, int at0, int at1, float[] b, int bAt, float[] c, int cAt, int cStride) {
    float c00 = c[cAt];
    float c01 = c[cAt + 1];
    float c02 = c[cAt + 2];
    float c03 = c[cAt + 3];
    float c10 = c[cAt + cStride];
    float c11 = c[cAt + cStride + 1];
    float c12 = c[cAt + cStride + 2];
    float c13 = c[cAt + cStride + 3];
    for (int p = 0; p < depth; p++) {
      float x0 = x[at0 + p];
      float x1 = x[at1 + p];
      float b0 = b[bAt + 4 * p];
      float b1 = b[bAt + 4 * p + 1];
      float b2 = b[bAt + 4 * p + 2];
      float b3 = b[bAt + 4 * p + 3];
      c00 += x0 * b0;
      c01 += x0 * b1;
      c02 += x0 * b2;
      c03 += x0 * b3;
      c10 += x1 * b0;
      c11 += x1 * b1;
      c12 += x1 * b2;
      c13 += x1 * b3;
    }
    c[cAt] = c00;
    c[cAt + 1] = c01;
    c[cAt + 2] = c02;
    c[cAt + 3] = c03;
    c[cAt + cStride] = c10;
    c[cAt + cStride + 1] = c11;
    c[cAt + cStride + 2] = c12;
    c[cAt + cStride + 3] = c13;
  }

  private static void one(int depth, float[] x, int at, float[] b, int bAt, float[] c, int cAt) {
    float c0 = c[cAt];
    float c1 = c[cAt + 1];
    float c2 = c[cAt + 2];
    float c3 = c[cAt + 3];
    for (int p = 0; p < depth; p++) {
      float a = x[at + p];
      c0 += a * b[bAt + 4 * p];
      c1 += a * b[bAt + 4 * p + 1];
      c2 += a * b[bAt + 4 * p + 2];
      c3 += a * b[bAt + 4 * p + 3];
    }
    c[cAt] = c0;
    c[cAt + 1] = c1;
    c[cAt + 2] = c2;
    c[cAt + 3] = c3;
  }
}
