package dev.octet.kernel.reference;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;
import dev.octet.numerics.Affine;

/** {@link Pool}, one element at a time. */
public final class ReferencePool implements Pool {
  /** Makes the kernel. */
  public ReferencePool() {}

  /** One element of the result. */
  private interface Result {
    void at(int n, int od, int oh, int ow, int c, int index);
  }

  /** One element of a window. */
  private interface Element {
    void at(int index);
  }

  private static void each(Volume out, Result result) {
    for (int i = 0; i < out.elements(); i++) {
      int ow = i / out.c() % out.w();
      int oh = i / out.c() / out.w() % out.h();
      int od = i / out.c() / out.w() / out.h() % out.d();
      result.at(i / out.c() / out.w() / out.h() / out.d(), od, oh, ow, i % out.c(), i);
    }
  }

  private static int window(Shape s, int n, int od, int oh, int ow, int c, Element element) {
    int elements = s.d().count()[od] * s.h().count()[oh] * s.w().count()[ow];
    for (int d = 0; d < s.d().count()[od]; d++) {
      for (int h = 0; h < s.h().count()[oh]; h++) {
        for (int w = 0; w < s.w().count()[ow]; w++) {
          element.at(s.in().at(n, tap(s.d(), od, d), tap(s.h(), oh, h), tap(s.w(), ow, w)) + c);
        }
      }
    }
    return elements;
  }

  private static int tap(Windows windows, int o, int i) {
    return windows.first()[o] + i * windows.step();
  }

  private static int integer(byte q, boolean unsigned) {
    return unsigned ? q & 0xff : q;
  }

  @Override
  public void max(
      byte[] x,
      int offset,
      Shape shape,
      boolean unsigned,
      byte[] y,
      int to,
      KernelContext context) {
    each(
        shape.out(),
        (n, od, oh, ow, c, index) -> {
          int[] max = {unsigned ? 0 : -128};
          window(
              shape,
              n,
              od,
              oh,
              ow,
              c,
              p -> max[0] = Math.max(max[0], integer(x[offset + p], unsigned)));
          y[to + index] = (byte) max[0];
        });
  }

  @Override
  public void average(
      byte[] x,
      int offset,
      Shape shape,
      Integers integers,
      int divisor,
      byte[] y,
      int to,
      KernelContext context) {
    each(
        shape.out(),
        (n, od, oh, ow, c, index) -> {
          int[] sum = new int[1];
          int size =
              window(
                  shape,
                  n,
                  od,
                  oh,
                  ow,
                  c,
                  p -> sum[0] += integer(x[offset + p], integers.unsigned()));
          int acc = sum[0] - size * integers.inputZeroPoint();
          float by = divisor == 0 ? shape.divisor(od, oh, ow) : divisor;
          y[to + index] =
              (byte)
                  Affine.requantize(
                      acc,
                      0f,
                      size == 0 ? 0f : integers.ratio() / by,
                      integers.zeroPoint(),
                      integers.lo(),
                      integers.hi());
        });
  }

  @Override
  public void max(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context) {
    each(
        shape.out(),
        (n, od, oh, ow, c, index) -> {
          float[] max = {Float.NEGATIVE_INFINITY};
          window(shape, n, od, oh, ow, c, p -> max[0] = Math.max(max[0], x[offset + p]));
          y[to + index] = max[0];
        });
  }

  @Override
  public void average(
      float[] x, int offset, Shape shape, int divisor, float[] y, int to, KernelContext context) {
    each(
        shape.out(),
        (n, od, oh, ow, c, index) -> {
          float[] sum = new float[1];
          int size = window(shape, n, od, oh, ow, c, p -> sum[0] += x[offset + p]);
          float by = divisor == 0 ? shape.divisor(od, oh, ow) : divisor;
          y[to + index] = size == 0 ? 0f : sum[0] / by;
        });
  }
}
