package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.Pieces;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 6 rows by 2 vectors, for 16 registers: 12 sums, two vectors of B and one of
 * A. Measured with 256 bits on a Zen 5 under {@code -XX:UseAVX=2}: 63 GMAC/s where registers alone
 * do 65; 5 rows do 60, 4 rows 57, 4 by 3 spills and does 28. A panel is two such tiles wide, for
 * the sake of {@link QRow2}.
 */
final class FloatTile6x2 implements FloatTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int HALF = 2 * LANES;
  private static final int COLUMNS = 2 * HALF;

  @Override
  public int rows() {
    return 6;
  }

  @Override
  public int columns() {
    return COLUMNS;
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
    if (rows == 1) {
      row(pieces, from, end, x, at[first], b, bAt, start, startAt, c, cAt);
    } else if (rows <= 3) {
      three(
          rows,
          pieces,
          from,
          end,
          x,
          at,
          first,
          b,
          bAt,
          start,
          startAt,
          startStride,
          c,
          cAt,
          cStride);
      three(
          rows,
          pieces,
          from,
          end,
          x,
          at,
          first,
          b,
          bAt + HALF,
          start,
          startAt + HALF,
          startStride,
          c,
          cAt + HALF,
          cStride);
    } else {
      six(
          rows,
          pieces,
          from,
          end,
          x,
          at,
          first,
          b,
          bAt,
          start,
          startAt,
          startStride,
          c,
          cAt,
          cStride);
      six(
          rows,
          pieces,
          from,
          end,
          x,
          at,
          first,
          b,
          bAt + HALF,
          start,
          startAt + HALF,
          startStride,
          c,
          cAt + HALF,
          cStride);
    }
  }

  /** Rows beyond the last are multiplied like the others, and not stored. */
  private static void six(
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
      int s0,
      int startStride,
      float[] c,
      int c0,
      int cStride) {
    int[] offsets = pieces.offsets();
    int[] lengths = pieces.lengths();
    int p0 = at[first];
    int p1 = at[first + 1];
    int p2 = at[first + 2];
    int p3 = at[first + 3];
    int p4 = at[first + 4];
    int p5 = at[first + 5];
    int s1 = s0 + startStride;
    int s2 = s1 + startStride;
    int s3 = s2 + startStride;
    int s4 = rows > 4 ? s3 + startStride : s3;
    int s5 = rows > 5 ? s4 + startStride : s4;
    FloatVector c00 = FloatVector.fromArray(F, start, s0);
    FloatVector c01 = FloatVector.fromArray(F, start, s0 + LANES);
    FloatVector c10 = FloatVector.fromArray(F, start, s1);
    FloatVector c11 = FloatVector.fromArray(F, start, s1 + LANES);
    FloatVector c20 = FloatVector.fromArray(F, start, s2);
    FloatVector c21 = FloatVector.fromArray(F, start, s2 + LANES);
    FloatVector c30 = FloatVector.fromArray(F, start, s3);
    FloatVector c31 = FloatVector.fromArray(F, start, s3 + LANES);
    FloatVector c40 = FloatVector.fromArray(F, start, s4);
    FloatVector c41 = FloatVector.fromArray(F, start, s4 + LANES);
    FloatVector c50 = FloatVector.fromArray(F, start, s5);
    FloatVector c51 = FloatVector.fromArray(F, start, s5 + LANES);
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int x0 = p0 + offsets[t];
      int x1 = p1 + offsets[t];
      int x2 = p2 + offsets[t];
      int x3 = p3 + offsets[t];
      int x4 = p4 + offsets[t];
      int x5 = p5 + offsets[t];
      int depth = lengths[t];
      for (int p = 0; p < depth; p++, bp += COLUMNS) {
        FloatVector b0 = FloatVector.fromArray(F, b, bp);
        FloatVector b1 = FloatVector.fromArray(F, b, bp + LANES);
        FloatVector a0 = FloatVector.broadcast(F, x[x0 + p]);
        c00 = a0.fma(b0, c00);
        c01 = a0.fma(b1, c01);
        FloatVector a1 = FloatVector.broadcast(F, x[x1 + p]);
        c10 = a1.fma(b0, c10);
        c11 = a1.fma(b1, c11);
        FloatVector a2 = FloatVector.broadcast(F, x[x2 + p]);
        c20 = a2.fma(b0, c20);
        c21 = a2.fma(b1, c21);
        FloatVector a3 = FloatVector.broadcast(F, x[x3 + p]);
        c30 = a3.fma(b0, c30);
        c31 = a3.fma(b1, c31);
        FloatVector a4 = FloatVector.broadcast(F, x[x4 + p]);
        c40 = a4.fma(b0, c40);
        c41 = a4.fma(b1, c41);
        FloatVector a5 = FloatVector.broadcast(F, x[x5 + p]);
        c50 = a5.fma(b0, c50);
        c51 = a5.fma(b1, c51);
      }
    }
    c00.intoArray(c, c0);
    c01.intoArray(c, c0 + LANES);
    int r1 = c0 + cStride;
    c10.intoArray(c, r1);
    c11.intoArray(c, r1 + LANES);
    int r2 = c0 + 2 * cStride;
    c20.intoArray(c, r2);
    c21.intoArray(c, r2 + LANES);
    int r3 = c0 + 3 * cStride;
    c30.intoArray(c, r3);
    c31.intoArray(c, r3 + LANES);
    if (rows > 4) {
      int r4 = c0 + 4 * cStride;
      c40.intoArray(c, r4);
      c41.intoArray(c, r4 + LANES);
    }
    if (rows > 5) {
      int r5 = c0 + 5 * cStride;
      c50.intoArray(c, r5);
      c51.intoArray(c, r5 + LANES);
    }
  }

  /** As many chains of multiply-add, 6, as keep the units busy or nearly so. */
  private static void three(
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
      int s0,
      int startStride,
      float[] c,
      int c0,
      int cStride) {
    int[] offsets = pieces.offsets();
    int[] lengths = pieces.lengths();
    int p0 = at[first];
    int p1 = at[first + 1];
    int p2 = at[first + 2];
    int s1 = s0 + startStride;
    int s2 = rows > 2 ? s1 + startStride : s1;
    FloatVector c00 = FloatVector.fromArray(F, start, s0);
    FloatVector c01 = FloatVector.fromArray(F, start, s0 + LANES);
    FloatVector c10 = FloatVector.fromArray(F, start, s1);
    FloatVector c11 = FloatVector.fromArray(F, start, s1 + LANES);
    FloatVector c20 = FloatVector.fromArray(F, start, s2);
    FloatVector c21 = FloatVector.fromArray(F, start, s2 + LANES);
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int x0 = p0 + offsets[t];
      int x1 = p1 + offsets[t];
      int x2 = p2 + offsets[t];
      int depth = lengths[t];
      for (int p = 0; p < depth; p++, bp += COLUMNS) {
        FloatVector b0 = FloatVector.fromArray(F, b, bp);
        FloatVector b1 = FloatVector.fromArray(F, b, bp + LANES);
        FloatVector a0 = FloatVector.broadcast(F, x[x0 + p]);
        c00 = a0.fma(b0, c00);
        c01 = a0.fma(b1, c01);
        FloatVector a1 = FloatVector.broadcast(F, x[x1 + p]);
        c10 = a1.fma(b0, c10);
        c11 = a1.fma(b1, c11);
        FloatVector a2 = FloatVector.broadcast(F, x[x2 + p]);
        c20 = a2.fma(b0, c20);
        c21 = a2.fma(b1, c21);
      }
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
  }

  /** One row: b streams through, so several sums a column keep its loads in flight. */
  private static void row(
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int at,
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
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int a = at + pieces.offsets()[t];
      int depth = pieces.lengths()[t];
      int p = 0;
      for (; p < depth - 1; p += 2, bp += 2 * COLUMNS) {
        FloatVector x0 = FloatVector.broadcast(F, x[a + p]);
        c00 = x0.fma(FloatVector.fromArray(F, b, bp), c00);
        c10 = x0.fma(FloatVector.fromArray(F, b, bp + LANES), c10);
        c20 = x0.fma(FloatVector.fromArray(F, b, bp + 2 * LANES), c20);
        c30 = x0.fma(FloatVector.fromArray(F, b, bp + 3 * LANES), c30);
        FloatVector x1 = FloatVector.broadcast(F, x[a + p + 1]);
        c01 = x1.fma(FloatVector.fromArray(F, b, bp + 4 * LANES), c01);
        c11 = x1.fma(FloatVector.fromArray(F, b, bp + 5 * LANES), c11);
        c21 = x1.fma(FloatVector.fromArray(F, b, bp + 6 * LANES), c21);
        c31 = x1.fma(FloatVector.fromArray(F, b, bp + 7 * LANES), c31);
      }
      if (p < depth) {
        FloatVector x0 = FloatVector.broadcast(F, x[a + p]);
        c00 = x0.fma(FloatVector.fromArray(F, b, bp), c00);
        c10 = x0.fma(FloatVector.fromArray(F, b, bp + LANES), c10);
        c20 = x0.fma(FloatVector.fromArray(F, b, bp + 2 * LANES), c20);
        c30 = x0.fma(FloatVector.fromArray(F, b, bp + 3 * LANES), c30);
        bp += COLUMNS;
      }
    }
    c00.add(c01).intoArray(c, cAt);
    c10.add(c11).intoArray(c, cAt + LANES);
    c20.add(c21).intoArray(c, cAt + 2 * LANES);
    c30.add(c31).intoArray(c, cAt + 3 * LANES);
  }
}
