package dev.octet.kernels.vector;

import static dev.octet.kernels.vector.VectorWidth.LANES;
import static dev.octet.kernels.vector.VectorWidth.all;
import static dev.octet.kernels.vector.VectorWidth.load;
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
    int i = 0;
    for (; i < whole; i += LANES) {
      load(x, at + i).intoArray(to, toAt + i);
    }
    if (i < n) {
      ENDS.copy(x, at + i, n - i, to, toAt + i);
    }
  }

  /** Compare and blend keep NaN, and are two instructions where min and max are three. */
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
    FloatVector least = all(lo);
    FloatVector greatest = all(hi);
    int i = 0;
    if (addend == null) {
      for (; i <= n - LANES; i += LANES) {
        clamp(load(x, at + i), least, greatest).intoArray(y, to + i);
      }
    } else {
      for (; i <= n - LANES; i += LANES) {
        FloatVector sum = load(x, at + i).add(load(addend, addendAt + i));
        clamp(sum, least, greatest).intoArray(y, to + i);
      }
    }
    if (i < n) {
      ENDS.finish(x, at + i, n - i, addend, addendAt + i, lo, hi, y, to + i);
    }
  }

  private static FloatVector clamp(FloatVector x, FloatVector least, FloatVector greatest) {
    FloatVector y = x.blend(least, x.compare(LT, least));
    return y.blend(greatest, y.compare(GT, greatest));
  }
}
