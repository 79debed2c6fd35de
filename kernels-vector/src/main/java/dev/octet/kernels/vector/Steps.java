package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.OR;

import dev.octet.kernel.Approximations;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/**
 * From bytes to floats that count steps from the zero point, and back: {@link
 * dev.octet.numerics.Affine#toInteger} of a whole vector.
 *
 * <p>Four bytes, as many as 128 bits have floats, are no vector: they go through an int, whose
 * bytes are shifted to their lanes and back.
 */
final class Steps {
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);
  private static final VarHandle FOUR_BYTES =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** Lane i of four: how far byte i of an int is from the upper end, and from the lower. */
  private static final IntVector TO_UPPER_END = byLane(24, -8);

  private static final IntVector FROM_LOWER_END = byLane(0, 8);

  private Steps() {}

  private static IntVector byLane(int first, int step) {
    return IntVector.zero(INTS).addIndex(step).add(first);
  }

  /**
   * Loads integers. A mask takes the sign off, rather than a choice between two conversions: a
   * vector that comes from either side of a branch would be an object.
   */
  static IntVector integers(byte[] q, int at, int mask) {
    IntVector signed =
        HAS_BYTES
            ? (IntVector) ByteVector.fromArray(BYTES, q, at).convertShape(B2I, INTS, 0)
            : IntVector.broadcast(INTS, (int) FOUR_BYTES.get(q, at))
                .lanewise(LSHL, TO_UPPER_END)
                .lanewise(ASHR, 24);
    return signed.and(mask);
  }

  /** Loads steps. */
  static FloatVector load(byte[] q, int at, int mask, int zeroPoint) {
    return (FloatVector) integers(q, at, mask).sub(zeroPoint).convert(I2F, 0);
  }

  /** A limit that {@link #store} takes. */
  static int limit(int integer, int zeroPoint) {
    return ROUNDER_BITS + integer - zeroPoint;
  }

  /** Rounds, limits, and stores; see {@link VectorQuantizer#quantize}. */
  static void store(FloatVector steps, int least, int greatest, int zeroPoint, byte[] y, int at) {
    FloatVector rounder = FloatVector.broadcast(FLOATS, Approximations.ROUNDER);
    FloatVector sum = steps.add(rounder).blend(rounder, steps.compare(NE, steps));
    IntVector integers = sum.reinterpretAsInts().max(least).min(greatest).add(zeroPoint);
    if (HAS_BYTES) {
      ((ByteVector) integers.convertShape(I2B, BYTES, 0)).intoArray(y, at);
    } else {
      IntVector apart = integers.and(0xff).lanewise(LSHL, FROM_LOWER_END);
      FOUR_BYTES.set(y, at, apart.reduceLanes(OR));
    }
  }
}
