package dev.octet.kernels.vector;

import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2F;

import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.Pieces;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link ByteTile} of 8 rows by one vector, for few outputs; see {@link FloatTile8x1}. */
final class ByteTile8x1 implements ByteTile {
  private static final VectorSpecies<Float> F = VectorWidth.FLOATS;

  /**
   * Sums start from memory: with constants C2 25 runs out of registers for addresses, a fifth
   * slower.
   */
  private static final float[] ZEROS = new float[VectorWidth.LANES];

  private static final VectorSpecies<Integer> INTS = VectorWidth.INTS;
  private static final VectorSpecies<Byte> BYTES = VectorWidth.BYTES;
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
      byte[] b,
      int bAt,
      float[] c) {
    eight(pieces, from, end, x, at, first, b, bAt, c);
  }

  /** Sums of rows beyond the last are rubbish. */
  private static void eight(
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      byte[] b,
      int bAt,
      float[] c) {
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
    FloatVector c00 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c10 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c20 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c30 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c40 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c50 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c60 = FloatVector.fromArray(F, ZEROS, 0);
    FloatVector c70 = FloatVector.fromArray(F, ZEROS, 0);
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
        FloatVector b0 =
            (FloatVector)
                ByteVector.fromArray(BYTES, b, bp).convertShape(B2I, INTS, 0).convert(I2F, 0);
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
    c00.intoArray(c, 0);
    c10.intoArray(c, LANES);
    c20.intoArray(c, 2 * LANES);
    c30.intoArray(c, 3 * LANES);
    c40.intoArray(c, 4 * LANES);
    c50.intoArray(c, 5 * LANES);
    c60.intoArray(c, 6 * LANES);
    c70.intoArray(c, 7 * LANES);
  }
}
