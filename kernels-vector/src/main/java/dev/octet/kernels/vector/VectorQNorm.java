package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.INTS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.ADD;

import dev.octet.kernel.QNorm;
import dev.octet.kernel.plain.PlainQNorm;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/** {@link QNorm} in vectors; plain Java takes the end of a run. */
final class VectorQNorm implements QNorm {
  /** Integers whose squares an int holds, in whole vectors. */
  private static final int BLOCK = MOST_ADDED - MOST_ADDED % LANES;

  private final QNorm ends = new PlainQNorm();

  @Override
  public void sums(byte[] q, int offset, int n, boolean unsigned, long[] sums, int at) {
    int whole = n - n % LANES;
    ends.sums(q, offset + whole, n - whole, unsigned, sums, at);
    int mask = unsigned ? 0xff : -1;
    for (int from = 0; from < whole; from += BLOCK) {
      addBlock(q, offset + from, Math.min(whole - from, BLOCK), mask, sums, at);
    }
  }

  private static void addBlock(byte[] q, int offset, int n, int mask, long[] sums, int at) {
    IntVector sum = IntVector.zero(INTS);
    IntVector squares = IntVector.zero(INTS);
    for (int i = 0; i < n; i += LANES) {
      IntVector v = Steps.integers(q, offset + i, mask);
      sum = sum.add(v);
      squares = squares.add(v.mul(v));
    }
    sums[at] += sum.reduceLanes(ADD);
    sums[at + 1] += squares.reduceLanes(ADD);
  }

  @Override
  public void addSums(byte[] q, int offset, int n, boolean unsigned, int[] sums, int[] squares) {
    int mask = unsigned ? 0xff : -1;
    int whole = n - n % LANES;
    if (whole > 0) {
      addVectors(q, offset, whole, mask, sums, squares);
    }
    for (int i = whole; i < n; i++) {
      int integer = q[offset + i] & mask;
      sums[i] += integer;
      squares[i] += integer * integer;
    }
  }

  private static void addVectors(byte[] q, int offset, int n, int mask, int[] sums, int[] squares) {
    for (int i = 0; i < n; i += LANES) {
      IntVector v = Steps.integers(q, offset + i, mask);
      IntVector.fromArray(INTS, sums, i).add(v).intoArray(sums, i);
      IntVector.fromArray(INTS, squares, i).add(v.mul(v)).intoArray(squares, i);
    }
  }

  @Override
  public void apply(
      byte[] q,
      int offset,
      int n,
      boolean unsigned,
      float center,
      float rowFactor,
      float[] factor,
      float[] shift,
      int at,
      int step,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi) {
    int mask = unsigned ? 0xff : -1;
    int whole = n - n % LANES;
    if (whole > 0 && step == 0) {
      float one = factor[at];
      float term = shift[at];
      channel(q, offset, whole, mask, center, rowFactor, one, term, y, to, zeroPoint, lo, hi);
    } else if (whole > 0) {
      channels(
          q, offset, whole, mask, center, rowFactor, factor, shift, at, y, to, zeroPoint, lo, hi);
    }
    ends.apply(
        q,
        offset + whole,
        n - whole,
        unsigned,
        center,
        rowFactor,
        factor,
        shift,
        at + whole * step,
        step,
        y,
        to + whole,
        zeroPoint,
        lo,
        hi);
  }

  private static void channel(
      byte[] q,
      int offset,
      int n,
      int mask,
      float center,
      float rowFactor,
      float factor,
      float shift,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi) {
    int least = Steps.limit(lo, zeroPoint);
    int greatest = Steps.limit(hi, zeroPoint);
    for (int i = 0; i < n; i += LANES) {
      FloatVector unit = Steps.load(q, offset + i, mask, 0).sub(center).mul(rowFactor);
      Steps.store(unit.mul(factor).add(shift), least, greatest, zeroPoint, y, to + i);
    }
  }

  private static void channels(
      byte[] q,
      int offset,
      int n,
      int mask,
      float center,
      float rowFactor,
      float[] factor,
      float[] shift,
      int at,
      byte[] y,
      int to,
      int zeroPoint,
      int lo,
      int hi) {
    int least = Steps.limit(lo, zeroPoint);
    int greatest = Steps.limit(hi, zeroPoint);
    for (int i = 0; i < n; i += LANES) {
      FloatVector unit = Steps.load(q, offset + i, mask, 0).sub(center).mul(rowFactor);
      FloatVector steps =
          unit.mul(FloatVector.fromArray(FLOATS, factor, at + i))
              .add(FloatVector.fromArray(FLOATS, shift, at + i));
      Steps.store(steps, least, greatest, zeroPoint, y, to + i);
    }
  }
}
