package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.BYTES;
import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.B2I;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.I2B;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.UMAX;
import static jdk.incubator.vector.VectorOperators.ZERO_EXTEND_B2I;

import dev.octet.kernel.Approximations;
import dev.octet.kernel.Pool;
import dev.octet.kernel.plain.PlainPoolTaps;
import dev.octet.kernel.plain.PoolTaps;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * {@link PoolTaps} in vectors of channels, each of which stays in a register from the first pixel
 * to the last. The last vector of a pixel ends with its channels and so overlaps the one before,
 * which changes nothing: input and result are different arrays. Pixels of fewer channels than a
 * vector has lanes are left to plain Java.
 *
 * <p>One call does little, so C2 inlines it into the loops around it, and 15 calls deep it stops: a
 * vector operation beyond makes objects. Hence no vector is handed from method to method here, and
 * none is combined with a scalar, which is four calls deeper than with a vector.
 */
final class VectorPoolTaps implements PoolTaps {
  private static final VectorSpecies<Byte> WIDE = FLOATS.withLanes(byte.class);
  private static final int WIDE_LANES = WIDE.length();
  private static final int ROUNDER_BITS = Float.floatToRawIntBits(Approximations.ROUNDER);

  private final PoolTaps plain = new PlainPoolTaps();

  @Override
  public void max(byte[] x, int[] at, int taps, int channels, boolean unsigned, byte[] y, int to) {
    if (taps > 0 && channels >= WIDE_LANES) {
      for (int c = 0; c < channels; c += WIDE_LANES) {
        int from = Math.min(c, channels - WIDE_LANES);
        if (unsigned) {
          wideUnsigned(x, at, taps, from, y, to + from);
        } else {
          wide(x, at, taps, from, y, to + from);
        }
      }
    } else if (taps > 0 && HAS_BYTES && channels >= LANES) {
      for (int c = 0; c < channels; c += LANES) {
        int from = Math.min(c, channels - LANES);
        if (unsigned) {
          narrowUnsigned(x, at, taps, from, y, to + from);
        } else {
          narrow(x, at, taps, from, y, to + from);
        }
      }
    } else {
      plain.max(x, at, taps, channels, unsigned, y, to);
    }
  }

  private static void wide(byte[] x, int[] at, int taps, int c, byte[] y, int to) {
    ByteVector max = ByteVector.fromArray(WIDE, x, at[0] + c);
    for (int t = 1; t < taps; t++) {
      max = max.max(ByteVector.fromArray(WIDE, x, at[t] + c));
    }
    max.intoArray(y, to);
  }

  private static void wideUnsigned(byte[] x, int[] at, int taps, int c, byte[] y, int to) {
    ByteVector max = ByteVector.fromArray(WIDE, x, at[0] + c);
    for (int t = 1; t < taps; t++) {
      max = max.lanewise(UMAX, ByteVector.fromArray(WIDE, x, at[t] + c));
    }
    max.intoArray(y, to);
  }

  private static void narrow(byte[] x, int[] at, int taps, int c, byte[] y, int to) {
    ByteVector max = ByteVector.fromArray(BYTES, x, at[0] + c);
    for (int t = 1; t < taps; t++) {
      max = max.max(ByteVector.fromArray(BYTES, x, at[t] + c));
    }
    max.intoArray(y, to);
  }

  private static void narrowUnsigned(byte[] x, int[] at, int taps, int c, byte[] y, int to) {
    ByteVector max = ByteVector.fromArray(BYTES, x, at[0] + c);
    for (int t = 1; t < taps; t++) {
      max = max.lanewise(UMAX, ByteVector.fromArray(BYTES, x, at[t] + c));
    }
    max.intoArray(y, to);
  }

  @Override
  public void average(
      byte[] x,
      int[] at,
      int taps,
      int channels,
      Pool.Integers integers,
      float multiplier,
      int[] sums,
      byte[] y,
      int to) {
    if (!HAS_BYTES || channels < LANES) {
      plain.average(x, at, taps, channels, integers, multiplier, sums, y, to);
      return;
    }
    int zeros = -taps * integers.inputZeroPoint();
    int c = 0;
    for (; c <= channels - 4 * LANES; c += 4 * LANES) {
      if (integers.unsigned()) {
        fourUnsigned(x, at, taps, c, zeros, sums);
      } else {
        four(x, at, taps, c, zeros, sums);
      }
    }
    for (; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      if (integers.unsigned()) {
        oneUnsigned(x, at, taps, from, zeros, sums);
      } else {
        one(x, at, taps, from, zeros, sums);
      }
    }
    round(sums, channels, multiplier, integers, y, to);
  }

  private static void one(byte[] x, int[] at, int taps, int c, int zeros, int[] sums) {
    IntVector s = IntVector.broadcast(INTS, zeros);
    for (int t = 0; t < taps; t++) {
      s = s.add(ByteVector.fromArray(BYTES, x, at[t] + c).convertShape(B2I, INTS, 0));
    }
    s.intoArray(sums, c);
  }

  private static void oneUnsigned(byte[] x, int[] at, int taps, int c, int zeros, int[] sums) {
    IntVector s = IntVector.broadcast(INTS, zeros);
    for (int t = 0; t < taps; t++) {
      s = s.add(ByteVector.fromArray(BYTES, x, at[t] + c).convertShape(ZERO_EXTEND_B2I, INTS, 0));
    }
    s.intoArray(sums, c);
  }

  private static void four(byte[] x, int[] at, int taps, int c, int zeros, int[] sums) {
    IntVector s0 = IntVector.broadcast(INTS, zeros);
    IntVector s1 = s0;
    IntVector s2 = s0;
    IntVector s3 = s0;
    for (int t = 0; t < taps; t++) {
      int p = at[t] + c;
      s0 = s0.add(ByteVector.fromArray(BYTES, x, p).convertShape(B2I, INTS, 0));
      s1 = s1.add(ByteVector.fromArray(BYTES, x, p + LANES).convertShape(B2I, INTS, 0));
      s2 = s2.add(ByteVector.fromArray(BYTES, x, p + 2 * LANES).convertShape(B2I, INTS, 0));
      s3 = s3.add(ByteVector.fromArray(BYTES, x, p + 3 * LANES).convertShape(B2I, INTS, 0));
    }
    s0.intoArray(sums, c);
    s1.intoArray(sums, c + LANES);
    s2.intoArray(sums, c + 2 * LANES);
    s3.intoArray(sums, c + 3 * LANES);
  }

  private static void fourUnsigned(byte[] x, int[] at, int taps, int c, int zeros, int[] sums) {
    IntVector s0 = IntVector.broadcast(INTS, zeros);
    IntVector s1 = s0;
    IntVector s2 = s0;
    IntVector s3 = s0;
    for (int t = 0; t < taps; t++) {
      int p = at[t] + c;
      s0 = s0.add(ByteVector.fromArray(BYTES, x, p).convertShape(ZERO_EXTEND_B2I, INTS, 0));
      s1 = s1.add(ByteVector.fromArray(BYTES, x, p + LANES).convertShape(ZERO_EXTEND_B2I, INTS, 0));
      s2 =
          s2.add(
              ByteVector.fromArray(BYTES, x, p + 2 * LANES).convertShape(ZERO_EXTEND_B2I, INTS, 0));
      s3 =
          s3.add(
              ByteVector.fromArray(BYTES, x, p + 3 * LANES).convertShape(ZERO_EXTEND_B2I, INTS, 0));
    }
    s0.intoArray(sums, c);
    s1.intoArray(sums, c + LANES);
    s2.intoArray(sums, c + 2 * LANES);
    s3.intoArray(sums, c + 3 * LANES);
  }

  /** As in {@link VectorQuantizer}, the sum with the rounder is clamped as an integer. */
  private static void round(
      int[] sums, int channels, float multiplier, Pool.Integers integers, byte[] y, int to) {
    int zeroPoint = integers.zeroPoint();
    FloatVector by = FloatVector.broadcast(FLOATS, multiplier);
    FloatVector rounder = FloatVector.broadcast(FLOATS, Approximations.ROUNDER);
    IntVector least = IntVector.broadcast(INTS, ROUNDER_BITS + integers.lo() - zeroPoint);
    IntVector greatest = IntVector.broadcast(INTS, ROUNDER_BITS + integers.hi() - zeroPoint);
    IntVector back = IntVector.broadcast(INTS, zeroPoint - ROUNDER_BITS);
    for (int c = 0; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      FloatVector f =
          IntVector.fromArray(INTS, sums, from).convert(I2F, 0).reinterpretAsFloats().mul(by);
      f.add(rounder)
          .reinterpretAsInts()
          .max(least)
          .min(greatest)
          .add(back)
          .convertShape(I2B, BYTES, 0)
          .reinterpretAsBytes()
          .intoArray(y, to + from);
    }
  }

  @Override
  public void max(float[] x, int[] at, int taps, int channels, float[] y, int to) {
    if (taps == 0 || channels < LANES) {
      plain.max(x, at, taps, channels, y, to);
      return;
    }
    for (int c = 0; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      greatest(x, at, taps, from, y, to + from);
    }
  }

  /** NaN wins over all, and nothing is greater than NaN. */
  private static void greatest(float[] x, int[] at, int taps, int c, float[] y, int to) {
    FloatVector max = FloatVector.fromArray(FLOATS, x, at[0] + c);
    for (int t = 1; t < taps; t++) {
      FloatVector b = FloatVector.fromArray(FLOATS, x, at[t] + c);
      max = max.blend(b, b.compare(GT, max)).blend(b, b.compare(NE, b));
    }
    max.intoArray(y, to);
  }

  @Override
  public void average(
      float[] x, int[] at, int taps, int channels, float divisor, float[] y, int to) {
    if (channels < LANES) {
      plain.average(x, at, taps, channels, divisor, y, to);
      return;
    }
    int c = 0;
    for (; c <= channels - 4 * LANES; c += 4 * LANES) {
      four(x, at, taps, c, divisor, y, to + c);
    }
    for (; c < channels; c += LANES) {
      int from = Math.min(c, channels - LANES);
      one(x, at, taps, from, divisor, y, to + from);
    }
  }

  private static void one(float[] x, int[] at, int taps, int c, float divisor, float[] y, int to) {
    FloatVector s = FloatVector.zero(FLOATS);
    for (int t = 0; t < taps; t++) {
      s = s.add(FloatVector.fromArray(FLOATS, x, at[t] + c));
    }
    s.div(FloatVector.broadcast(FLOATS, divisor)).intoArray(y, to);
  }

  private static void four(float[] x, int[] at, int taps, int c, float divisor, float[] y, int to) {
    FloatVector s0 = FloatVector.zero(FLOATS);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int t = 0; t < taps; t++) {
      int p = at[t] + c;
      s0 = s0.add(FloatVector.fromArray(FLOATS, x, p));
      s1 = s1.add(FloatVector.fromArray(FLOATS, x, p + LANES));
      s2 = s2.add(FloatVector.fromArray(FLOATS, x, p + 2 * LANES));
      s3 = s3.add(FloatVector.fromArray(FLOATS, x, p + 3 * LANES));
    }
    FloatVector by = FloatVector.broadcast(FLOATS, divisor);
    s0.div(by).intoArray(y, to);
    s1.div(by).intoArray(y, to + LANES);
    s2.div(by).intoArray(y, to + 2 * LANES);
    s3.div(by).intoArray(y, to + 3 * LANES);
  }
}
