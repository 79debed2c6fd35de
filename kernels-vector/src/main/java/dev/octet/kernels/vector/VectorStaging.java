package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.FLOATS;
import static dev.octet.kernels.vector.VectorWidth.LANES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import dev.octet.kernel.panel.FloatStaging;
import dev.octet.kernel.plain.PlainStaging;
import jdk.incubator.vector.FloatVector;

/** {@link FloatStaging} in vectors; copies in whole ones, as {@link VectorWidening} does. */
final class VectorStaging implements FloatStaging {
  private static final FloatStaging ENDS = new PlainStaging();

  @Override
  public void copy(float[] x, int at, int n, float[] to, int toAt) {
    int whole = Math.min(n, x.length - at - LANES + 1);
    int done = whole > 0 ? vectors(x, at, whole, to, toAt) : 0;
    if (done < n) {
      ENDS.copy(x, at + done, n - done, to, toAt + done);
    }
  }

  /** Copies at least {@code n} floats, and tells how many. */
  private static int vectors(float[] x, int at, int n, float[] to, int toAt) {
    int i = 0;
    for (; i < n; i += LANES) {
      FloatVector.fromArray(FLOATS, x, at + i).intoArray(to, toAt + i);
    }
    return i;
  }

  @Override
  public void finish(
      float[] x,
      int at,
      int n,
      float[] addend,
      int addendAt,
      float lo,
      float hi,
      float[] y,
      int to) {
    int whole = n - n % LANES;
    if (whole > 0 && addend == null) {
      clamp(x, at, whole, lo, hi, y, to);
    } else if (whole > 0) {
      addAndClamp(x, at, whole, addend, addendAt, lo, hi, y, to);
    }
    if (whole < n) {
      ENDS.finish(x, at + whole, n - whole, addend, addendAt + whole, lo, hi, y, to + whole);
    }
  }

  // Compare and blend keep NaN, and are two instructions where min and max are three.

  private static void clamp(float[] x, int at, int n, float lo, float hi, float[] y, int to) {
    FloatVector least = FloatVector.broadcast(FLOATS, lo);
    FloatVector greatest = FloatVector.broadcast(FLOATS, hi);
    for (int i = 0; i < n; i += LANES) {
      FloatVector v = FloatVector.fromArray(FLOATS, x, at + i);
      FloatVector above = v.blend(least, v.compare(LT, least));
      above.blend(greatest, above.compare(GT, greatest)).intoArray(y, to + i);
    }
  }

  private static void addAndClamp(
      float[] x,
      int at,
      int n,
      float[] addend,
      int addendAt,
      float lo,
      float hi,
      float[] y,
      int to) {
    FloatVector least = FloatVector.broadcast(FLOATS, lo);
    FloatVector greatest = FloatVector.broadcast(FLOATS, hi);
    for (int i = 0; i < n; i += LANES) {
      FloatVector sum =
          FloatVector.fromArray(FLOATS, x, at + i)
              .add(FloatVector.fromArray(FLOATS, addend, addendAt + i));
      FloatVector above = sum.blend(least, sum.compare(LT, least));
      above.blend(greatest, above.compare(GT, greatest)).intoArray(y, to + i);
    }
  }
}
