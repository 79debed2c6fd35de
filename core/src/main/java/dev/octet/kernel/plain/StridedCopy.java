package dev.octet.kernel.plain;

/**
 * A copy with strides along any number of axes. The innermost axis, along which neighbours of the
 * result lie, is paired with the one along which neighbours of the input lie; those two are a
 * plane, copied at once, and the others are counted through. Where they are one axis, the plane is
 * a run.
 */
final class StridedCopy {
  /** Side of a square of elements that is turned over within the first-level cache. */
  private static final int SIDE = 32;

  private final Object x;
  private final Object y;
  private final int[] sizes;
  private final int[] from;
  private final int[] to;
  private final Plane plane;
  private final int inner;
  private final int paired;

  /** Copies {@code rows * n} elements: those of a row first, row after row. */
  interface Plane {
    void copy(int from, int rows, int rowFrom, int rowTo, int n, int nFrom, int nTo, int to);
  }

  StridedCopy(Object x, Object y, int[] sizes, int[] from, int[] to, Plane plane) {
    this.x = x;
    this.y = y;
    this.sizes = sizes;
    this.from = from;
    this.to = to;
    this.plane = plane;
    inner = sizes.length - 1;
    paired = paired(from);
  }

  /** The axis with the least stride in the input, other than the innermost; -1: none. */
  private static int paired(int[] from) {
    int best = -1;
    for (int k = 0; k < from.length - 1; k++) {
      if (best < 0 || Math.abs(from[k]) < Math.abs(from[best])) {
        best = k;
      }
    }
    return best;
  }

  void run(int offset, int at) {
    axis(0, offset, at);
  }

  private void axis(int k, int offset, int at) {
    if (k == inner) {
      innermost(offset, at);
    } else if (k == paired) {
      axis(k + 1, offset, at);
    } else {
      for (int i = 0; i < sizes[k]; i++) {
        axis(k + 1, offset + i * from[k], at + i * to[k]);
      }
    }
  }

  private void innermost(int offset, int at) {
    int rows = paired < 0 ? 1 : sizes[paired];
    int rowFrom = paired < 0 ? 0 : from[paired];
    int rowTo = paired < 0 ? 0 : to[paired];
    int n = sizes[inner];
    if (from[inner] == 1 && to[inner] == 1) {
      for (int i = 0; i < rows; i++) {
        System.arraycopy(x, offset + i * rowFrom, y, at + i * rowTo, n);
      }
    } else {
      for (int i = 0; i < rows; i += SIDE) {
        for (int j = 0; j < n; j += SIDE) {
          plane.copy(
              offset + i * rowFrom + j * from[inner],
              Math.min(SIDE, rows - i),
              rowFrom,
              rowTo,
              Math.min(SIDE, n - j),
              from[inner],
              to[inner],
              at + i * rowTo + j * to[inner]);
        }
      }
    }
  }

  static void copy(
      byte[] x,
      int from,
      int rows,
      int rowFrom,
      int rowTo,
      int n,
      int nFrom,
      int nTo,
      byte[] y,
      int to) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        y[to + i * rowTo + j * nTo] = x[from + i * rowFrom + j * nFrom];
      }
    }
  }

  static void copy(
      float[] x,
      int from,
      int rows,
      int rowFrom,
      int rowTo,
      int n,
      int nFrom,
      int nTo,
      float[] y,
      int to) {
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < n; j++) {
        y[to + i * rowTo + j * nTo] = x[from + i * rowFrom + j * nFrom];
      }
    }
  }
}
