package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.all;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.NE;

import dev.octet.kernel.Approximations;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * From bytes to floats that count steps from the zero point, and back: {@link
 * dev.octet.numerics.Affine#toInteger} of a whole vector.
 */
final class Steps {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  private Steps() {}

  /**
   * Loads. A mask takes the sign off, rather than a choice between two conversions: a vector that
   * comes from either side of a branch would be an object.
   */
  static FloatVector load(byte[] q, int at, int mask, int zeroPoint) {
    IntVector integers = (IntVector) VectorWidth.load(q, at).convertShape(B2I, INTS, 0);
    return (FloatVector) integers.and(mask).sub(zeroPoint).convert(I2F, 0);
  }

  /** A limit that {@link #store} takes. */
  static IntVector limit(int integer, int zeroPoint) {
    return all(ROUNDER_BITS + integer - zeroPoint);
  }

  /** Rounds, limits, and stores; see {@link VectorQuantizer#quantize}. */
  static void store(
      FloatVector steps, IntVector least, IntVector greatest, int zeroPoint, byte[] y, int at) {
    FloatVector rounder = all(Approximations.ROUNDER);
    FloatVector sum = steps.add(rounder).blend(rounder, steps.compare(NE, steps));
    IntVector limited = sum.reinterpretAsInts().max(least).min(greatest);
    IntVector integers = limited.add(zeroPoint);
    ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(y, at);
  }
}
