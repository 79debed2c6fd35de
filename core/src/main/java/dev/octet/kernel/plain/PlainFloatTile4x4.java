package dev.octet.kernel.plain;

import dev.octet.kernel.panel.FloatTile;

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
      int depth,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride) {
    int i = 0;
    for (; i + 2 <= rows; i += 2) {
      int s = startAt + i * startStride;
      int to = cAt + i * cStride;
      two(depth, a, aAt + i * STRIDE, b, bAt, start, s, startStride, c, to, cStride);
    }
    if (i < rows) {
      int s = startAt + i * startStride;
      one(depth, a, aAt + i * STRIDE, b, bAt, start, s, c, cAt + i * cStride);
    }
  }

  private static void two(
      int depth,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      int startStride,
      float[] c,
      int cAt,
      int cStride) {
    float c00 = start[startAt];
    float c01 = start[startAt + 1];
    float c02 = start[startAt + 2];
    float c03 = start[startAt + 3];
    float c10 = start[startAt + startStride];
    float c11 = start[startAt + startStride + 1];
    float c12 = start[startAt + startStride + 2];
    float c13 = start[startAt + startStride + 3];
    for (int p = 0; p < depth; p++) {
      float x0 = a[aAt + p];
      float x1 = a[aAt + STRIDE + p];
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

  private static void one(
      int depth,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    float c0 = start[startAt];
    float c1 = start[startAt + 1];
    float c2 = start[startAt + 2];
    float c3 = start[startAt + 3];
    for (int p = 0; p < depth; p++) {
      float x = a[aAt + p];
      c0 += x * b[bAt + 4 * p];
      c1 += x * b[bAt + 4 * p + 1];
      c2 += x * b[bAt + 4 * p + 2];
      c3 += x * b[bAt + 4 * p + 3];
    }
    c[cAt] = c0;
    c[cAt + 1] = c1;
    c[cAt + 2] = c2;
    c[cAt + 3] = c3;
  }
}
