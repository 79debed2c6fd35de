package dev.octet.kernels.vector;

import dev.octet.kernel.panel.FloatTile;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link FloatTile} of 6 rows by 1 vector: for right-hand sides of few columns, such as groups of a
 * convolution. More rows would not fit into 16 registers: C2 25 loads all of a step's operands
 * before its first multiply-add.
 */
final class FloatTile6x1 implements FloatTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;
  private static final int COLUMNS = VectorWidth.LANES;

  @Override
  public int rows() {
    return 6;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  /** Rows beyond the last are multiplied like the others, and not stored. */
  @Override
  public void multiply(
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
      int cAt,
      int cStride) {
    int s1 = rows > 1 ? s0 + startStride : s0;
    int s2 = rows > 2 ? s1 + startStride : s1;
    int s3 = rows > 3 ? s2 + startStride : s2;
    int s4 = rows > 4 ? s3 + startStride : s3;
    int s5 = rows > 5 ? s4 + startStride : s4;
    FloatVector c0 = FloatVector.fromArray(F, start, s0);
    FloatVector c1 = FloatVector.fromArray(F, start, s1);
    FloatVector c2 = FloatVector.fromArray(F, start, s2);
    FloatVector c3 = FloatVector.fromArray(F, start, s3);
    FloatVector c4 = FloatVector.fromArray(F, start, s4);
    FloatVector c5 = FloatVector.fromArray(F, start, s5);
    if (rows == 1) {
      for (int p = aAt, at = bAt; p < aAt + depth; p++, at += COLUMNS) {
        c0 = FloatVector.broadcast(F, a[p]).fma(FloatVector.fromArray(F, b, at), c0);
      }
      c0.intoArray(c, cAt);
      return;
    }
    for (int p = aAt, at = bAt; p < aAt + depth; p++, at += COLUMNS) {
      FloatVector y = FloatVector.fromArray(F, b, at);
      c0 = FloatVector.broadcast(F, a[p]).fma(y, c0);
      c1 = FloatVector.broadcast(F, a[p + STRIDE]).fma(y, c1);
      c2 = FloatVector.broadcast(F, a[p + 2 * STRIDE]).fma(y, c2);
      c3 = FloatVector.broadcast(F, a[p + 3 * STRIDE]).fma(y, c3);
      c4 = FloatVector.broadcast(F, a[p + 4 * STRIDE]).fma(y, c4);
      c5 = FloatVector.broadcast(F, a[p + 5 * STRIDE]).fma(y, c5);
    }
    c0.intoArray(c, cAt);
    c1.intoArray(c, cAt + cStride);
    if (rows > 2) {
      c2.intoArray(c, cAt + 2 * cStride);
    }
    if (rows > 3) {
      c3.intoArray(c, cAt + 3 * cStride);
    }
    if (rows > 4) {
      c4.intoArray(c, cAt + 4 * cStride);
    }
    if (rows > 5) {
      c5.intoArray(c, cAt + 5 * cStride);
    }
  }
}
