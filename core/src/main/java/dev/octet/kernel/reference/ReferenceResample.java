package dev.octet.kernel.reference;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;

/** {@link Resample}, one element at a time. */
public final class ReferenceResample implements Resample {
  /** Makes the kernel. */
  public ReferenceResample() {}

  /** An element of the input as a float. */
  private interface Input {
    float at(int index);
  }

  /** What becomes of a result. */
  private interface Result {
    void put(int index, float value);
  }

  /** A value as a function of an index along one axis. */
  private interface Line {
    float at(int i);
  }

  private static float between(LinearTaps taps, boolean still, int o, Line line) {
    if (still) {
      return line.at(o);
    }
    float u = taps.weight()[o];
    float v = 1f - u;
    return v * line.at(taps.lower()[o]) + u * line.at(taps.upper()[o]);
  }

  private static void each(Shape s, Input x, Result y) {
    Volume out = s.out();
    boolean stillD = s.d().isStill();
    boolean stillH = s.h().isStill();
    boolean stillW = s.w().isStill();
    for (int i = 0; i < out.elements(); i++) {
      int c = i % out.c();
      int ow = i / out.c() % out.w();
      int oh = i / out.c() / out.w() % out.h();
      int od = i / out.c() / out.w() / out.h() % out.d();
      int n = i / out.c() / out.w() / out.h() / out.d();
      y.put(
          i,
          between(
              s.d(),
              stillD,
              od,
              d ->
                  between(
                      s.h(),
                      stillH,
                      oh,
                      h -> between(s.w(), stillW, ow, w -> x.at(s.in().at(n, d, h, w) + c)))));
    }
  }

  @Override
  public void linear(
      byte[] x,
      int offset,
      Shape shape,
      boolean unsigned,
      int zeroPoint,
      byte[] y,
      int to,
      KernelContext context) {
    each(
        shape,
        p -> unsigned ? x[offset + p] & 0xff : x[offset + p],
        (i, r) -> y[to + i] = (byte) (zeroPoint + (int) Math.rint(r - zeroPoint)));
  }

  @Override
  public void linear(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context) {
    each(shape, p -> x[offset + p], (i, r) -> y[to + i] = r);
  }
}
