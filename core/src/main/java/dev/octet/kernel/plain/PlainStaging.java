package dev.octet.kernel.plain;

import dev.octet.kernel.panel.FloatStaging;

/** {@link FloatStaging} as plain loops. */
public final class PlainStaging implements FloatStaging {
  /** Makes the kernel. */
  public PlainStaging() {}

  @Override
  public void copy(float[] x, int at, int n, float[] to, int toAt) {
    System.arraycopy(x, at, to, toAt, n);
  }

  @Override
  public void copyRows(
      float[] x, int at, int stride, int rows, int n, float[] to, int toAt, int toStride) {
    for (int r = 0; r < rows; r++) {
      System.arraycopy(x, at + r * stride, to, toAt + r * toStride, n);
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
    for (int r = 0; r < rows; r++) {
      int from = at + r * stride;
      int into = to + r * yStride;
      if (addend == null) {
        clamp(x, from, n, lo, hi, y, into);
      } else {
        addAndClamp(x, from, n, addend, addendAt + r * addendStride, lo, hi, y, into);
      }
    }
  }

  private static void clamp(float[] x, int at, int n, float lo, float hi, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.min(Math.max(x[at + i], lo), hi);
    }
  }

  private static void addAndClamp(
      float[] x, int at, int n, float[] addend, int from, float lo, float hi, float[] y, int to) {
    for (int i = 0; i < n; i++) {
      y[to + i] = Math.min(Math.max(x[at + i] + addend[from + i], lo), hi);
    }
  }
}
