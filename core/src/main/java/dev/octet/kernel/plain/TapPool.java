package dev.octet.kernel.plain;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;

/**
 * {@link Pool} for any machine: lists the pixels of each window and hands them to {@link PoolTaps}.
 * What a list costs is little beside the channels behind each of its entries.
 */
public final class TapPool implements Pool {
  private final PoolTaps taps;

  /**
   * Makes the kernel.
   *
   * @param taps what works on one window
   */
  public TapPool(PoolTaps taps) {
    this.taps = taps;
  }

  /** One pixel of the result. */
  private interface Pixel {
    void compute(int[] at, int taps, float divisor, int index);
  }

  private static void each(Shape shape, int offset, KernelContext context, Pixel pixel) {
    Volume out = shape.out();
    int most = shape.d().most() * shape.h().most() * shape.w().most();
    long perRow = (long) out.w() * out.c() * Math.max(1, most);
    RowTasks.run(
        context,
        out.elements() == 0 ? 0 : out.rows(),
        perRow,
        (from, end) -> {
          int[] at = context.ints(most);
          for (int row = from; row < end; row++) {
            row(shape, out, offset, row, at, pixel);
          }
          context.release(at);
        });
  }

  private static void row(Shape shape, Volume out, int offset, int row, int[] at, Pixel pixel) {
    int oh = row % out.h();
    int od = row / out.h() % out.d();
    int n = row / out.h() / out.d();
    for (int ow = 0; ow < out.w(); ow++) {
      int count = list(shape, offset, n, od, oh, ow, at);
      float divisor = count == 0 ? 1f : shape.divisor(od, oh, ow);
      pixel.compute(at, count, divisor, out.at(n, od, oh, ow));
    }
  }

  private static int list(Shape s, int offset, int n, int od, int oh, int ow, int[] at) {
    Windows wide = s.w();
    int step = wide.step() * s.in().c();
    int count = 0;
    for (int d = 0; d < s.d().count()[od]; d++) {
      int id = s.d().first()[od] + d * s.d().step();
      for (int h = 0; h < s.h().count()[oh]; h++) {
        int ih = s.h().first()[oh] + h * s.h().step();
        int p = offset + s.in().at(n, id, ih, wide.first()[ow]);
        for (int w = 0; w < wide.count()[ow]; w++) {
          at[count++] = p + w * step;
        }
      }
    }
    return count;
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
    int channels = shape.in().c();
    each(
        shape,
        offset,
        context,
        (at, count, divisor, i) -> taps.max(x, at, count, channels, unsigned, y, to + i));
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
    int channels = shape.in().c();
    each(
        shape,
        offset,
        context,
        (at, count, own, i) -> {
          int[] sums = context.ints(channels);
          float multiplier = integers.ratio() / (divisor == 0 ? own : divisor);
          taps.average(x, at, count, channels, integers, multiplier, sums, y, to + i);
          context.release(sums);
        });
  }

  @Override
  public void max(float[] x, int offset, Shape shape, float[] y, int to, KernelContext context) {
    int channels = shape.in().c();
    each(
        shape,
        offset,
        context,
        (at, count, divisor, i) -> taps.max(x, at, count, channels, y, to + i));
  }

  @Override
  public void average(
      float[] x, int offset, Shape shape, int divisor, float[] y, int to, KernelContext context) {
    int channels = shape.in().c();
    each(
        shape,
        offset,
        context,
        (at, count, own, i) ->
            taps.average(x, at, count, channels, divisor == 0 ? own : divisor, y, to + i));
  }
}
