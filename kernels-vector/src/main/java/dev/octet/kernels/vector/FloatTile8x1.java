package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.Pieces;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 8 rows by one vector, for few outputs: nine loads for eight multiply-adds,
 * 93 GMAC/s with 512 bits on a Zen 5, three quarters of what two vectors do; with 6 rows 85, with
 * 12 or 14 C2 runs out of addresses, 82.
 */
final class FloatTile8x1 implements FloatTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int COLUMNS = LANES;

  @Override
  public int rows() {
    return 8;
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
    eight(
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
  }

  /** Rows beyond the last are multiplied like the others, and not stored. */
  private static void eight(
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
    int p6 = at[first + 6];
    int p7 = at[first + 7];
    int s1 = rows > 1 ? s0 + startStride : s0;
    int s2 = rows > 2 ? s1 + startStride : s1;
    int s3 = rows > 3 ? s2 + startStride : s2;
    int s4 = rows > 4 ? s3 + startStride : s3;
    int s5 = rows > 5 ? s4 + startStride : s4;
    int s6 = rows > 6 ? s5 + startStride : s5;
    int s7 = rows > 7 ? s6 + startStride : s6;
    FloatVector c00 = FloatVector.fromArray(F, start, s0);
    FloatVector c10 = FloatVector.fromArray(F, start, s1);
    FloatVector c20 = FloatVector.fromArray(F, start, s2);
    FloatVector c30 = FloatVector.fromArray(F, start, s3);
    FloatVector c40 = FloatVector.fromArray(F, start, s4);
    FloatVector c50 = FloatVector.fromArray(F, start, s5);
    FloatVector c60 = FloatVector.fromArray(F, start, s6);
    FloatVector c70 = FloatVector.fromArray(F, start, s7);
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int x0 = p0 + offsets[t];
      int x1 = p1 + offsets[t];
      int x2 = p2 + offsets[t];
      int x3 = p3 + offsets[t];
      int x4 = p4 + offsets[t];
      int x5 = p5 + offsets[t];
      int x6 = p6 + offsets[t];
      int x7 = p7 + offsets[t];
      int depth = lengths[t];
      for (int p = 0; p < depth; p++, bp += COLUMNS) {
        FloatVector b0 = FloatVector.fromArray(F, b, bp);
        FloatVector a0 = FloatVector.broadcast(F, x[x0 + p]);
        c00 = a0.fma(b0, c00);
        FloatVector a1 = FloatVector.broadcast(F, x[x1 + p]);
        c10 = a1.fma(b0, c10);
        FloatVector a2 = FloatVector.broadcast(F, x[x2 + p]);
        c20 = a2.fma(b0, c20);
        FloatVector a3 = FloatVector.broadcast(F, x[x3 + p]);
        c30 = a3.fma(b0, c30);
        FloatVector a4 = FloatVector.broadcast(F, x[x4 + p]);
        c40 = a4.fma(b0, c40);
        FloatVector a5 = FloatVector.broadcast(F, x[x5 + p]);
        c50 = a5.fma(b0, c50);
        FloatVector a6 = FloatVector.broadcast(F, x[x6 + p]);
        c60 = a6.fma(b0, c60);
        FloatVector a7 = FloatVector.broadcast(F, x[x7 + p]);
        c70 = a7.fma(b0, c70);
      }
    }
    c00.intoArray(c, c0);
    if (rows > 1) {
      int r1 = c0 + cStride;
      c10.intoArray(c, r1);
    }
    if (rows > 2) {
      int r2 = c0 + 2 * cStride;
      c20.intoArray(c, r2);
    }
    if (rows > 3) {
      int r3 = c0 + 3 * cStride;
      c30.intoArray(c, r3);
    }
    if (rows > 4) {
      int r4 = c0 + 4 * cStride;
      c40.intoArray(c, r4);
    }
    if (rows > 5) {
      int r5 = c0 + 5 * cStride;
      c50.intoArray(c, r5);
    }
    if (rows > 6) {
      int r6 = c0 + 6 * cStride;
      c60.intoArray(c, r6);
    }
    if (rows > 7) {
      int r7 = c0 + 7 * cStride;
      c70.intoArray(c, r7);
    }
  }
}
