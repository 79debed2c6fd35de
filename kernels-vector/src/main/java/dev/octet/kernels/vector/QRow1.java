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
 * {@link ByteRow} with one vector of 16-bit lanes for a panel. Two products are summed in their
 * lanes, which by the limits of {@link ByteRow} cannot overflow. The int of two lanes then is
 * {@code high * 2^16 + low}, low unsigned thanks to a bias of 2^15; adding up the ints and, apart,
 * their high halves gives both sums: {@code low = all - high * 2^16 - biases}. Nine instructions
 * for two rows of the panel, against twelve if bytes became floats, and half the conversions.
 */
final class QRow1 implements ByteRow {
  private static final VectorSpecies<Byte> B =
      VectorSpecies.of(byte.class, VectorShape.forBitSize(VectorWidth.FLOATS.vectorBitSize() / 2));
  private static final VectorSpecies<Short> S = VectorWidth.FLOATS.withLanes(short.class);
  private static final VectorSpecies<Integer> I = VectorWidth.INTS;
  private static final VectorShuffle<Integer> ZIP_0 = VectorShuffle.makeZip(I, 0);
  private static final VectorShuffle<Integer> ZIP_1 = VectorShuffle.makeZip(I, 1);
  private static final int LANES = VectorWidth.LANES;
  private static final int COLUMNS = 2 * LANES;

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void multiply(int depth, int[] a, int aAt, byte[] b, int bAt, int[] c, int cAt) {
    ShortVector bias = IntVector.broadcast(I, 0x8000).reinterpretAsShorts();
    IntVector all = IntVector.zero(I);
    IntVector high = IntVector.zero(I);
    int end = aAt + depth;
    int p = aAt;
    int at = bAt;
    for (; p < end - 1; p += 2, at += 2 * COLUMNS) {
      IntVector sum =
          product(a, p, b, at)
              .add(product(a, p + 1, b, at + COLUMNS))
              .add(bias)
              .reinterpretAsInts();
      all = all.add(sum);
      high = high.add(sum.lanewise(VectorOperators.ASHR, 16));
    }
    if (p < end) {
      IntVector sum = product(a, p, b, at).add(bias).reinterpretAsInts();
      all = all.add(sum);
      high = high.add(sum.lanewise(VectorOperators.ASHR, 16));
    }
    int biases = (depth + 1) / 2;
    IntVector even = all.sub(high.lanewise(VectorOperators.LSHL, 16)).sub(biases << 15);
    even.rearrange(ZIP_0, high).intoArray(c, cAt);
    even.rearrange(ZIP_1, high).intoArray(c, cAt + LANES);
  }

  /** One element of A times one row of the panel, 16 bits a lane. */
  private static ShortVector product(int[] a, int aAt, byte[] b, int bAt) {
    ShortVector weights =
        (ShortVector) ByteVector.fromArray(B, b, bAt).convertShape(VectorOperators.B2S, S, 0);
    return IntVector.broadcast(I, a[aAt]).reinterpretAsShorts().mul(weights);
  }
}
