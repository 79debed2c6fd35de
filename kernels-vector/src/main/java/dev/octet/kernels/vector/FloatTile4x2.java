package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 4 rows by 2 vectors, for 16 registers. C2 25 loads all of a step's operands
 * before its first multiply-add, so 8 sums, 2 vectors of B and 4 of A must fit at once: a tile of 5
 * by 2 spills, and runs at less than half of this one's rate. A panel is two such tiles wide.
 */
final class FloatTile4x2 implements FloatTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int HALF = 2 * LANES;
  private static final int COLUMNS = 2 * HALF;

  @Override
  public int rows() {
    return 4;
  }

  @Override
  public int columns() {
    return COLUMNS;
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
    if (rows == 1) {
      row(depth, a, aAt, b, bAt, start, startAt, c, cAt);
    } else {
      tile(rows, depth, a, aAt, b, bAt, start, startAt, startStride, c, cAt, cStride);
      int s = startAt + HALF;
      tile(rows, depth, a, aAt, b, bAt + HALF, start, s, startStride, c, cAt + HALF, cStride);
    }
  }

  /** Rows beyond the last are multiplied like the others, and not stored. */
  private static void tile(
      int rows,
      int depth,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int s0,
      int startStride,
      float[] c,
      int c0,
      int cStride) {
    int s1 = s0 + startStride;
    int s2 = rows > 2 ? s1 + startStride : s1;
    int s3 = rows > 3 ? s2 + startStride : s2;
    FloatVector c00 = FloatVector.fromArray(F, start, s0);
    FloatVector c01 = FloatVector.fromArray(F, start, s0 + LANES);
    FloatVector c10 = FloatVector.fromArray(F, start, s1);
    FloatVector c11 = FloatVector.fromArray(F, start, s1 + LANES);
    FloatVector c20 = FloatVector.fromArray(F, start, s2);
    FloatVector c21 = FloatVector.fromArray(F, start, s2 + LANES);
    FloatVector c30 = FloatVector.fromArray(F, start, s3);
    FloatVector c31 = FloatVector.fromArray(F, start, s3 + LANES);
    for (int p = aAt, at = bAt; p < aAt + depth; p++, at += COLUMNS) {
      FloatVector b0 = FloatVector.fromArray(F, b, at);
      FloatVector b1 = FloatVector.fromArray(F, b, at + LANES);
      FloatVector x0 = FloatVector.broadcast(F, a[p]);
      c00 = x0.fma(b0, c00);
      c01 = x0.fma(b1, c01);
      FloatVector x1 = FloatVector.broadcast(F, a[p + STRIDE]);
      c10 = x1.fma(b0, c10);
      c11 = x1.fma(b1, c11);
      FloatVector x2 = FloatVector.broadcast(F, a[p + 2 * STRIDE]);
      c20 = x2.fma(b0, c20);
      c21 = x2.fma(b1, c21);
      FloatVector x3 = FloatVector.broadcast(F, a[p + 3 * STRIDE]);
      c30 = x3.fma(b0, c30);
      c31 = x3.fma(b1, c31);
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    int r1 = c0 + cStride;
    c10.intoArray(c, r1);
    c11.intoArray(c, r1 + LANES);
    if (rows > 2) {
      int r2 = c0 + 2 * cStride;
      c20.intoArray(c, r2);
      c21.intoArray(c, r2 + LANES);
    }
    if (rows > 3) {
      int r3 = c0 + 3 * cStride;
      c30.intoArray(c, r3);
      c31.intoArray(c, r3 + LANES);
    }
  }

  /** One row: b streams through, so several sums a column keep its loads in flight. */
  private static void row(
      int depth,
      float[] a,
      int aAt,
      float[] b,
      int bAt,
      float[] start,
      int startAt,
      float[] c,
      int cAt) {
    FloatVector c00 = FloatVector.fromArray(F, start, startAt);
    FloatVector c01 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.fromArray(F, start, startAt + LANES);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c20 = FloatVector.fromArray(F, start, startAt + 2 * LANES);
    FloatVector c21 = FloatVector.zero(F);
    FloatVector c30 = FloatVector.fromArray(F, start, startAt + 3 * LANES);
    FloatVector c31 = FloatVector.zero(F);
    int p = 0;
    for (; p < depth - 1; p += 2) {
      int at = bAt + p * COLUMNS;
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      c00 = x0.fma(FloatVector.fromArray(F, b, at), c00);
      c10 = x0.fma(FloatVector.fromArray(F, b, at + LANES), c10);
      c20 = x0.fma(FloatVector.fromArray(F, b, at + 2 * LANES), c20);
      c30 = x0.fma(FloatVector.fromArray(F, b, at + 3 * LANES), c30);
      FloatVector x1 = FloatVector.broadcast(F, a[aAt + p + 1]);
      c01 = x1.fma(FloatVector.fromArray(F, b, at + 4 * LANES), c01);
      c11 = x1.fma(FloatVector.fromArray(F, b, at + 5 * LANES), c11);
      c21 = x1.fma(FloatVector.fromArray(F, b, at + 6 * LANES), c21);
      c31 = x1.fma(FloatVector.fromArray(F, b, at + 7 * LANES), c31);
    }
    for (; p < depth; p++) {
      int at = bAt + p * COLUMNS;
      FloatVector x = FloatVector.broadcast(F, a[aAt + p]);
      c00 = x.fma(FloatVector.fromArray(F, b, at), c00);
      c10 = x.fma(FloatVector.fromArray(F, b, at + LANES), c10);
      c20 = x.fma(FloatVector.fromArray(F, b, at + 2 * LANES), c20);
      c30 = x.fma(FloatVector.fromArray(F, b, at + 3 * LANES), c30);
    }
    c00.add(c01).intoArray(c, cAt);
    c10.add(c11).intoArray(c, cAt + LANES);
    c20.add(c21).intoArray(c, cAt + 2 * LANES);
    c30.add(c31).intoArray(c, cAt + 3 * LANES);
  }
}
