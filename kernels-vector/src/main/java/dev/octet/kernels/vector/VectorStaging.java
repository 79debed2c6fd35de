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

  /** Each row is one vector; the last ones must not leave the array. */
  @Override
  public void copyRows(
      float[] x, int at, int stride, int rows, int n, float[] to, int toAt, int toStride) {
    int whole = toStride == LANES ? Math.min(rows, (x.length - at - LANES) / stride + 1) : 0;
    if (whole > 0 && x.length - at >= LANES) {
      vectorRows(x, at, stride, whole, to, toAt);
    } else {
      whole = 0;
    }
    if (whole < rows) {
      int from = at + whole * stride;
      ENDS.copyRows(x, from, stride, rows - whole, n, to, toAt + whole * toStride, toStride);
    }
  }

  private static void vectorRows(float[] x, int at, int stride, int rows, float[] to, int toAt) {
    for (int r = 0, from = at; r < rows; r++, from += stride) {
      FloatVector.fromArray(FLOATS, x, from).intoArray(to, toAt + r * LANES);
    }
  }

  @Override
  public void finish(
      float[] x,
      int at,
      int stride,
      int rows,
      int n,
      float[] addend,
      int addendAt,
      int addendStride,
      float lo,
      float hi,
      float[] y,
      int to,
      int yStride) {
    int whole = n - n % LANES;
    if (whole > 0 && addend == null) {
      clamp(x, at, stride, rows, whole, lo, hi, y, to, yStride);
    } else if (whole > 0) {
      addAndClamp(
          x, at, stride, rows, whole, addend, addendAt, addendStride, lo, hi, y, to, yStride);
    }
    if (whole < n) {
      ENDS.finish(
          x,
          at + whole,
          stride,
          rows,
          n - whole,
          addend,
          addendAt + whole,
          addendStride,
          lo,
          hi,
          y,
          to + whole,
          yStride);
    }
  }

  /** Compare and blend keep NaN, and are two instructions where min and max are three. */
  private static void clamp(
      float[] x,
      int at,
      int stride,
      int rows,
      int n,
      float lo,
      float hi,
      float[] y,
      int to,
      int yStride) {
    FloatVector least = FloatVector.broadcast(FLOATS, lo);
    FloatVector greatest = FloatVector.broadcast(FLOATS, hi);
    for (int r = 0; r < rows; r++) {
      int from = at + r * stride;
      int into = to + r * yStride;
      for (int i = 0; i < n; i += LANES) {
        FloatVector f = FloatVector.fromArray(FLOATS, x, from + i);
        f = f.blend(least, f.compare(LT, least));
        f.blend(greatest, f.compare(GT, greatest)).intoArray(y, into + i);
      }
    }
  }

  private static void addAndClamp(
      float[] x,
      int at,
      int stride,
      int rows,
      int n,
      float[] addend,
      int addendAt,
      int addendStride,
      float lo,
      float hi,
      float[] y,
      int to,
      int yStride) {
    FloatVector least = FloatVector.broadcast(FLOATS, lo);
    FloatVector greatest = FloatVector.broadcast(FLOATS, hi);
    for (int r = 0; r < rows; r++) {
      int from = at + r * stride;
      int second = addendAt + r * addendStride;
      int into = to + r * yStride;
      for (int i = 0; i < n; i += LANES) {
        FloatVector f = FloatVector.fromArray(FLOATS, x, from + i);
        f = f.add(FloatVector.fromArray(FLOATS, addend, second + i));
        f = f.blend(least, f.compare(LT, least));
        f.blend(greatest, f.compare(GT, greatest)).intoArray(y, into + i);
      }
    }
  }
}
