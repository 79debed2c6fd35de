package dev.octet.kernels.vector;

import dev.octet.kernel.panel.ByteRow;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link ByteRow} with two vectors of 16-bit lanes for a panel. Two products are summed in their
 * lanes, which by the limits of {@link ByteRow} cannot overflow. The int of two lanes then is
 * {@code high * 2^16 + low}, low unsigned thanks to a bias of 2^15; adding up the ints and, apart,
 * their high halves gives both sums: {@code low = all - high * 2^16 - biases}. Nine instructions
 * for two rows of the panel, against twelve if bytes became floats, and half the conversions.
 */
final class QRow2 implements ByteRow {
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(VectorWidth.FLOATS.vectorBitSize() / 2));
  private static final VectorSpecies<Short> S = VectorWidth.FLOATS.withLanes(short.class);
  private static final VectorSpecies<Integer> I = VectorWidth.INTS;
  private static final VectorShuffle<Integer> ZIP_0 = VectorShuffle.makeZip(I, 0);
  private static final VectorShuffle<Integer> ZIP_1 = VectorShuffle.makeZip(I, 1);
  private static final int LANES = VectorWidth.LANES;
  private static final int HALF = 2 * LANES;
  private static final int COLUMNS = 2 * HALF;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void multiply(int depth, int[] a, int aAt, byte[] b, int bAt, int[] c, int cAt) {
    ShortVector bias = IntVector.broadcast(I, 0x8000).reinterpretAsShorts();
    IntVector all0 = IntVector.zero(I);
    IntVector all1 = IntVector.zero(I);
    IntVector high0 = IntVector.zero(I);
    IntVector high1 = IntVector.zero(I);
    int end = aAt + depth;
    int p = aAt;
    int at = bAt;
    for (; p < end - 1; p += 2, at += 2 * COLUMNS) {
      ShortVector x = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
      ShortVector y = IntVector.broadcast(I, a[p + 1]).reinterpretAsShorts();
      IntVector sum0 =
          x.mul(weights(b, at)).add(y.mul(weights(b, at + COLUMNS))).add(bias).reinterpretAsInts();
      IntVector sum1 =
          x.mul(weights(b, at + HALF))
              .add(y.mul(weights(b, at + COLUMNS + HALF)))
              .add(bias)
              .reinterpretAsInts();
      all0 = all0.add(sum0);
      all1 = all1.add(sum1);
      high0 = high0.add(sum0.lanewise(VectorOperators.ASHR, 16));
      high1 = high1.add(sum1.lanewise(VectorOperators.ASHR, 16));
    }
    if (p < end) {
      ShortVector x = IntVector.broadcast(I, a[p]).reinterpretAsShorts();
      IntVector sum0 = x.mul(weights(b, at)).add(bias).reinterpretAsInts();
      IntVector sum1 = x.mul(weights(b, at + HALF)).add(bias).reinterpretAsInts();
      all0 = all0.add(sum0);
      all1 = all1.add(sum1);
      high0 = high0.add(sum0.lanewise(VectorOperators.ASHR, 16));
      high1 = high1.add(sum1.lanewise(VectorOperators.ASHR, 16));
    }
    IntVector biases = IntVector.broadcast(I, (depth + 1) / 2 << 15);
    IntVector low0 = all0.sub(high0.lanewise(VectorOperators.LSHL, 16)).sub(biases);
    IntVector low1 = all1.sub(high1.lanewise(VectorOperators.LSHL, 16)).sub(biases);
    low0.rearrange(ZIP_0, high0).intoArray(c, cAt);
    low0.rearrange(ZIP_1, high0).intoArray(c, cAt + LANES);
    low1.rearrange(ZIP_0, high1).intoArray(c, cAt + HALF);
    low1.rearrange(ZIP_1, high1).intoArray(c, cAt + HALF + LANES);
  }

  /** One row of half a panel, 16 bits a lane. */
  private static ShortVector weights(byte[] b, int at) {
    return (ShortVector) ByteVector.fromArray(B, b, at).convertShape(VectorOperators.B2S, S, 0);
  }
}
