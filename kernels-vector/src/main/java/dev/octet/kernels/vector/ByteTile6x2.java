package dev.octet.kernels.vector;

import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2F;

import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.Pieces;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ByteTile} of 6 rows by 2 vectors, for 16 registers. Bytes become floats in the loop,
 * hidden behind multiply-adds. Measured with 256 bits on a Zen 5 under {@code -XX:UseAVX=2}: 62
 * GMAC/s, as with weights that are floats already. A panel is two such tiles wide, for the sake of
 * {@link QRow2}.
 */
final class ByteTile6x2 implements ByteTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;

  /**
   * Sums start from memory: with constants C2 25 runs out of registers for addresses, a fifth
   * slower.
   */
  private static final float[] ZEROS = new float[VectorWidth.LANES];

  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final VectorSpecies<Byte> BYTES = VectorWidth.BYTES;
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
      byte[] b,
      int bAt,
      float[] c) {
    if (rows <= 3) {
      three(pieces, from, end, x, at, first, b, bAt, c, 0);
      three(pieces, from, end, x, at, first, b, bAt + HALF, c, HALF);
    } else {
      six(pieces, from, end, x, at, first, b, bAt, c, 0);
      six(pieces, from, end, x, at, first, b, bAt + HALF, c, HALF);
    }
  }

  /** Sums of rows beyond the last are rubbish. */
  private static void six(
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      byte[] b,
      int bAt,
      float[] c,
      int c0) {
    int[] offsets = pieces.offsets();
    int[] lengths = pieces.lengths();
    int p0 = at[first];
    int p1 = at[first + 1];
    int p2 = at[first + 2];
    int p3 = at[first + 3];
    int p4 = at[first + 4];
    int p5 = at[first + 5];
    FloatVector c00 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c01 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c10 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c11 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c20 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c21 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c30 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c31 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c40 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c41 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c50 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c51 = FloatVector.fromArray(F, ZEROS, 0);
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
        FloatVector b0 =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bp).convertShape(B2I, INTS, 0).convert(I2F, 0);
        FloatVector b1 =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bp + LANES)
                    .convertShape(B2I, INTS, 0)
                    .convert(I2F, 0);
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
    c10.intoArray(c, c0 + COLUMNS);
    c11.intoArray(c, c0 + COLUMNS + LANES);
    c20.intoArray(c, c0 + 2 * COLUMNS);
    c21.intoArray(c, c0 + 2 * COLUMNS + LANES);
    c30.intoArray(c, c0 + 3 * COLUMNS);
    c31.intoArray(c, c0 + 3 * COLUMNS + LANES);
    c40.intoArray(c, c0 + 4 * COLUMNS);
    c41.intoArray(c, c0 + 4 * COLUMNS + LANES);
    c50.intoArray(c, c0 + 5 * COLUMNS);
    c51.intoArray(c, c0 + 5 * COLUMNS + LANES);
  }

  /** As many chains of multiply-add, 6, as keep the units busy or nearly so. */
  private static void three(
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      byte[] b,
      int bAt,
      float[] c,
      int c0) {
    int[] offsets = pieces.offsets();
    int[] lengths = pieces.lengths();
    int p0 = at[first];
    int p1 = at[first + 1];
    int p2 = at[first + 2];
    FloatVector c00 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c01 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c10 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c11 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c20 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c21 = FloatVector.fromArray(F, ZEROS, 0);
    int bp = bAt;
    for (int t = from; t < end; t++) {
      int x0 = p0 + offsets[t];
      int x1 = p1 + offsets[t];
      int x2 = p2 + offsets[t];
      int depth = lengths[t];
      for (int p = 0; p < depth; p++, bp += COLUMNS) {
        FloatVector b0 =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bp).convertShape(B2I, INTS, 0).convert(I2F, 0);
        FloatVector b1 =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bp + LANES)
                    .convertShape(B2I, INTS, 0)
                    .convert(I2F, 0);
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
    c10.intoArray(c, c0 + COLUMNS);
    c11.intoArray(c, c0 + COLUMNS + LANES);
    c20.intoArray(c, c0 + 2 * COLUMNS);
    c21.intoArray(c, c0 + 2 * COLUMNS + LANES);
  }
}
