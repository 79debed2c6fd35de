package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.Pieces;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 8 rows by 2 vectors, for 32 registers: 16 sums, more than enough for two
 * chains of multiply-add of latency 4, and with two vectors of B and eight of A within 32
 * registers. Measured with 512 bits on a Zen 5: 120 to 125 GMAC/s where registers alone do 130,
 * rows side by side or pixels of an image alike; 12 rows are no better, one vector of columns does
 * 93.
 *
 * <p>On NEON this is C2 25's best for integers too: 16 {@code fmla}, 10 {@code ldr}, 8 {@code dup}
 * for 64 products. {@code mla} multiplies 16-bit lanes, twice as many, but 8-bit factors fill a
 * lane after two products, so that each pair needs three more instructions to reach 32 bits as in
 * {@link QRow1}: a tile of 4 rows by one vector takes 44 for 64, and one of 8 rows has outgrown
 * C2's inlining, 241 for 128 with calls and objects. Four products in a lane would need the
 * magnitudes of any four successive weights of a column to be at most 255 in sum.
 */
final class FloatTile8x2 implements FloatTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int LANES = VectorWidth.LANES;
  private static final int COLUMNS = 2 * LANES;

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
    if (rows == 1) {
      row(pieces, from, end, x, at[first], b, bAt, start, startAt, c, cAt);
    } else if (rows <= 4) {
      four(
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
    } else {
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
    int s1 = s0 + startStride;
    int s2 = s1 + startStride;
    int s3 = s2 + startStride;
    int s4 = s3 + startStride;
    int s5 = rows > 5 ? s4 + startStride : s4;
    int s6 = rows > 6 ? s5 + startStride : s5;
    int s7 = rows > 7 ? s6 + startStride : s6;
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
    FloatVector c60 = FloatVector.fromArray(F, start, s6);
    FloatVector c61 = FloatVector.fromArray(F, start, s6 + LANES);
    FloatVector c70 = FloatVector.fromArray(F, start, s7);
    FloatVector c71 = FloatVector.fromArray(F, start, s7 + LANES);
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
        FloatVector a6 = FloatVector.broadcast(F, x[x6 + p]);
        c60 = a6.fma(b0, c60);
        c61 = a6.fma(b1, c61);
        FloatVector a7 = FloatVector.broadcast(F, x[x7 + p]);
        c70 = a7.fma(b0, c70);
        c71 = a7.fma(b1, c71);
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
    int r4 = c0 + 4 * cStride;
    c40.intoArray(c, r4);
    c41.intoArray(c, r4 + LANES);
    if (rows > 5) {
      int r5 = c0 + 5 * cStride;
      c50.intoArray(c, r5);
      c51.intoArray(c, r5 + LANES);
    }
    if (rows > 6) {
      int r6 = c0 + 6 * cStride;
      c60.intoArray(c, r6);
      c61.intoArray(c, r6 + LANES);
    }
    if (rows > 7) {
      int r7 = c0 + 7 * cStride;
      c70.intoArray(c, r7);
      c71.intoArray(c, r7 + LANES);
    }
  }

  /** As many chains of multiply-add, 8, as keep the units busy or nearly so. */
  private static void four(
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
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int x0 = p0 + offsets[t];
      int x1 = p1 + offsets[t];
      int x2 = p2 + offsets[t];
      int x3 = p3 + offsets[t];
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
    if (rows > 3) {
      int r3 = c0 + 3 * cStride;
      c30.intoArray(c, r3);
      c31.intoArray(c, r3 + LANES);
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
    FloatVector c02 = FloatVector.zero(F);
    FloatVector c03 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.fromArray(F, start, startAt + LANES);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c12 = FloatVector.zero(F);
    FloatVector c13 = FloatVector.zero(F);
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int a = at + pieces.offsets()[t];
      int depth = pieces.lengths()[t];
      int p = 0;
      for (; p < depth - 3; p += 4, bp += 4 * COLUMNS) {
        FloatVector x0 = FloatVector.broadcast(F, x[a + p]);
        c00 = x0.fma(FloatVector.fromArray(F, b, bp), c00);
        c10 = x0.fma(FloatVector.fromArray(F, b, bp + LANES), c10);
        FloatVector x1 = FloatVector.broadcast(F, x[a + p + 1]);
        c01 = x1.fma(FloatVector.fromArray(F, b, bp + 2 * LANES), c01);
        c11 = x1.fma(FloatVector.fromArray(F, b, bp + 3 * LANES), c11);
        FloatVector x2 = FloatVector.broadcast(F, x[a + p + 2]);
        c02 = x2.fma(FloatVector.fromArray(F, b, bp + 4 * LANES), c02);
        c12 = x2.fma(FloatVector.fromArray(F, b, bp + 5 * LANES), c12);
        FloatVector x3 = FloatVector.broadcast(F, x[a + p + 3]);
        c03 = x3.fma(FloatVector.fromArray(F, b, bp + 6 * LANES), c03);
        c13 = x3.fma(FloatVector.fromArray(F, b, bp + 7 * LANES), c13);
      }
      for (; p < depth; p++, bp += COLUMNS) {
        FloatVector x0 = FloatVector.broadcast(F, x[a + p]);
        c00 = x0.fma(FloatVector.fromArray(F, b, bp), c00);
        c10 = x0.fma(FloatVector.fromArray(F, b, bp + LANES), c10);
      }
    }
    c00.add(c01).add(c02.add(c03)).intoArray(c, cAt);
    c10.add(c11).add(c12.add(c13)).intoArray(c, cAt + LANES);
  }
}
