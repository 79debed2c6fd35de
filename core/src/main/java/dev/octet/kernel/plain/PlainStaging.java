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
    if (addend == null) {
      for (int i = 0; i < n; i++) {
        y[to + i] = Math.min(Math.max(x[at + i], lo), hi);
      }
    } else {
      for (int i = 0; i < n; i++) {
        y[to + i] = Math.min(Math.max(x[at + i] + addend[addendAt + i], lo), hi);
      }
    }
  }
}
