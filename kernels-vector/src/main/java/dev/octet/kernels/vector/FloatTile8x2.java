package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 8 rows by 2 vectors, for 32 registers: 16 sums, more than enough for two
 * chains of multiply-add of latency 4, and with two vectors of B and eight of A within 32
 * registers.
 *
 * <p>On NEON this is C2 25's best for integers too: 40 instructions in the loop for 64 products (16
 * {@code fmla}, 10 {@code ldr}, 8 {@code dup}), 0.63 a product, counted in its code for a Neoverse
 * N1. {@code mla} multiplies 16-bit lanes, twice as many, but 8-bit factors fill a lane after two
 * products, so that each pair needs three more instructions to reach 32 bits as in {@link QRow1}: a
 * tile of 4 rows by one vector takes 44 for 64, 0.69 a product, and one of 8 rows has outgrown C2's
 * inlining, 241 for 128 with calls and objects. Four products in a lane would need the magnitudes
 * of any four successive weights of a column to be at most 255 in sum.
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
    int s4 = rows > 4 ? s3 + startStride : s3;
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
      FloatVector x4 = FloatVector.broadcast(F, a[p + 4 * STRIDE]);
      c40 = x4.fma(b0, c40);
      c41 = x4.fma(b1, c41);
      FloatVector x5 = FloatVector.broadcast(F, a[p + 5 * STRIDE]);
      c50 = x5.fma(b0, c50);
      c51 = x5.fma(b1, c51);
      FloatVector x6 = FloatVector.broadcast(F, a[p + 6 * STRIDE]);
      c60 = x6.fma(b0, c60);
      c61 = x6.fma(b1, c61);
      FloatVector x7 = FloatVector.broadcast(F, a[p + 7 * STRIDE]);
      c70 = x7.fma(b0, c70);
      c71 = x7.fma(b1, c71);
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
    FloatVector c02 = FloatVector.zero(F);
    FloatVector c03 = FloatVector.zero(F);
    FloatVector c10 = FloatVector.fromArray(F, start, startAt + LANES);
    FloatVector c11 = FloatVector.zero(F);
    FloatVector c12 = FloatVector.zero(F);
    FloatVector c13 = FloatVector.zero(F);
    int p = 0;
    for (; p < depth - 3; p += 4) {
      int at = bAt + p * COLUMNS;
      FloatVector x0 = FloatVector.broadcast(F, a[aAt + p]);
      c00 = x0.fma(FloatVector.fromArray(F, b, at), c00);
      c10 = x0.fma(FloatVector.fromArray(F, b, at + LANES), c10);
      FloatVector x1 = FloatVector.broadcast(F, a[aAt + p + 1]);
      c01 = x1.fma(FloatVector.fromArray(F, b, at + 2 * LANES), c01);
      c11 = x1.fma(FloatVector.fromArray(F, b, at + 3 * LANES), c11);
      FloatVector x2 = FloatVector.broadcast(F, a[aAt + p + 2]);
      c02 = x2.fma(FloatVector.fromArray(F, b, at + 4 * LANES), c02);
      c12 = x2.fma(FloatVector.fromArray(F, b, at + 5 * LANES), c12);
      FloatVector x3 = FloatVector.broadcast(F, a[aAt + p + 3]);
      c03 = x3.fma(FloatVector.fromArray(F, b, at + 6 * LANES), c03);
      c13 = x3.fma(FloatVector.fromArray(F, b, at + 7 * LANES), c13);
    }
    for (; p < depth; p++) {
      int at = bAt + p * COLUMNS;
      FloatVector x = FloatVector.broadcast(F, a[aAt + p]);
      c00 = x.fma(FloatVector.fromArray(F, b, at), c00);
      c10 = x.fma(FloatVector.fromArray(F, b, at + LANES), c10);
    }
    c00.add(c01).add(c02.add(c03)).intoArray(c, cAt);
    c10.add(c11).add(c12.add(c13)).intoArray(c, cAt + LANES);
  }
}
