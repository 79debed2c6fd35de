package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.HAS_BYTES;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.NE;
import static jdk.incubator.vector.VectorOperators.XOR;

import dev.octet.kernel.QUnary;
import dev.octet.kernel.plain.PlainQUnary;
import dev.octet.numerics.ByteParams;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** {@link QUnary} in vectors; plain Java takes the end of a run. */
final class VectorQUnary implements QUnary {
  /** Bytes that stay bytes. */
  private static final VectorSpecies<Byte> WIDE = FLOATS.withLanes(byte.class);

  private static final int WIDE_LANES = WIDE.length();

  private static final VectorSpecies<Byte> QUARTER_TABLE = ByteVector.SPECIES_256;
  private static final int QUARTER = 32;

  private final QUnary ends = new PlainQUnary();

  @Override
  public void clamp(
      byte[] q, int offset, int n, boolean unsigned, int lo, int hi, byte[] y, int to) {
    // Unsigned bytes keep their order as signed ones once their first bit is turned.
    byte turn = (byte) (unsigned ? 0x80 : 0);
    int whole = n - n % WIDE_LANES;
    if (whole > 0) {
      clampVectors(q, offset, whole, turn, (byte) (lo ^ turn), (byte) (hi ^ turn), y, to);
    }
    ends.clamp(q, offset + whole, n - whole, unsigned, lo, hi, y, to + whole);
  }

  private static void clampVectors(
      byte[] q, int offset, int n, byte turn, byte lo, byte hi, byte[] y, int to) {
    ByteVector least = ByteVector.broadcast(WIDE, lo);
    ByteVector greatest = ByteVector.broadcast(WIDE, hi);
    for (int i = 0; i < n; i += WIDE_LANES) {
      ByteVector v = ByteVector.fromArray(WIDE, q, offset + i).lanewise(XOR, turn);
      v.max(least).min(greatest).lanewise(XOR, turn).intoArray(y, to + i);
    }
  }

  @Override
  public void lookup(byte[] q, int offset, int n, byte[] table, byte[] y, int to) {
    int whole = HAS_BYTES && n >= 2 * QUARTER ? n - n % QUARTER : 0;
    if (whole > 0) {
      lookupVectors(q, offset, whole, table, y, to);
    }
    ends.lookup(q, offset + whole, n - whole, table, y, to + whole);
  }

  /**
   * Looks up in four pairs of 32 bytes and picks by the byte's upper two bits: 0.18 ns a byte with
   * AVX2 and 0.08 with AVX-512 VBMI, where a plain loop takes 0.48. Two pairs of 64 bytes would
   * take 0.02, but on a CPU with AVX-512 and without VBMI C2 has no instruction for them.
   */
  private static void lookupVectors(byte[] q, int offset, int n, byte[] table, byte[] y, int to) {
    ByteVector t0 = ByteVector.fromArray(QUARTER_TABLE, table, 0);
    ByteVector t1 = ByteVector.fromArray(QUARTER_TABLE, table, QUARTER);
    ByteVector t2 = ByteVector.fromArray(QUARTER_TABLE, table, 2 * QUARTER);
    ByteVector t3 = ByteVector.fromArray(QUARTER_TABLE, table, 3 * QUARTER);
    ByteVector t4 = ByteVector.fromArray(QUARTER_TABLE, table, 4 * QUARTER);
    ByteVector t5 = ByteVector.fromArray(QUARTER_TABLE, table, 5 * QUARTER);
    ByteVector t6 = ByteVector.fromArray(QUARTER_TABLE, table, 6 * QUARTER);
    ByteVector t7 = ByteVector.fromArray(QUARTER_TABLE, table, 7 * QUARTER);
    for (int i = 0; i < n; i += QUARTER) {
      ByteVector v = ByteVector.fromArray(QUARTER_TABLE, q, offset + i);
      var odd = v.and((byte) 0x40).compare(NE, (byte) 0);
      ByteVector lower = v.selectFrom(t0, t1).blend(v.selectFrom(t2, t3), odd);
      ByteVector upper = v.selectFrom(t4, t5).blend(v.selectFrom(t6, t7), odd);
      lower.blend(upper, v.compare(LT, (byte) 0)).intoArray(y, to + i);
    }
  }

  @Override
  public void rescale(
      byte[] q, int offset, int n, ByteParams from, ByteParams into, byte[] y, int to) {
    int whole = n - n % LANES;
    if (whole > 0) {
      rescaleVectors(q, offset, whole, from, into, y, to);
    }
    ends.rescale(q, offset + whole, n - whole, from, into, y, to + whole);
  }

  private static void rescaleVectors(
      byte[] q, int offset, int n, ByteParams from, ByteParams into, byte[] y, int to) {
    int z = into.zeroPoint();
    float inverse = 1f / into.scale();
    int least = Steps.limit(into.qmin(), z);
    int greatest = Steps.limit(into.qmax(), z);
    for (int i = 0; i < n; i += LANES) {
      FloatVector x = Steps.load(q, offset + i, from.mask(), from.zeroPoint()).mul(from.scale());
      Steps.store(x.mul(inverse), least, greatest, z, y, to + i);
    }
  }

  @Override
  public void prelu(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float[] negative,
      int at,
      int step,
      byte[] y,
      int to,
      ByteParams into) {
    int whole = n - n % LANES;
    if (whole > 0 && step == 0) {
      leaky(q, offset, whole, from, positive, negative[at], y, to, into);
    } else if (whole > 0) {
      channels(q, offset, whole, from, positive, negative, at, y, to, into);
    }
    ends.prelu(
        q,
        offset + whole,
        n - whole,
        from,
        positive,
        negative,
        at + whole * step,
        step,
        y,
        to + whole,
        into);
  }

  private static void leaky(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float negative,
      byte[] y,
      int to,
      ByteParams into) {
    int z = into.zeroPoint();
    int least = Steps.limit(into.qmin(), z);
    int greatest = Steps.limit(into.qmax(), z);
    FloatVector above = FloatVector.broadcast(FLOATS, positive);
    FloatVector below = FloatVector.broadcast(FLOATS, negative);
    for (int i = 0; i < n; i += LANES) {
      FloatVector steps = Steps.load(q, offset + i, from.mask(), from.zeroPoint());
      FloatVector slope = above.blend(below, steps.compare(LT, 0f));
      Steps.store(steps.mul(slope), least, greatest, z, y, to + i);
    }
  }

  private static void channels(
      byte[] q,
      int offset,
      int n,
      ByteParams from,
      float positive,
      float[] negative,
      int at,
      byte[] y,
      int to,
      ByteParams into) {
    int z = into.zeroPoint();
    int least = Steps.limit(into.qmin(), z);
    int greatest = Steps.limit(into.qmax(), z);
    FloatVector above = FloatVector.broadcast(FLOATS, positive);
    for (int i = 0; i < n; i += LANES) {
      FloatVector steps = Steps.load(q, offset + i, from.mask(), from.zeroPoint());
      FloatVector below = FloatVector.fromArray(FLOATS, negative, at + i);
      FloatVector slope = above.blend(below, steps.compare(LT, 0f));
      Steps.store(steps.mul(slope), least, greatest, z, y, to + i);
    }
  }
}
