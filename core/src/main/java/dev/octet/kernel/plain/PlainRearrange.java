package dev.octet.kernel.plain;

import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;
import java.util.Arrays;

/**
 * {@link Rearrange} as copies of the longest runs there are. Memory is the limit, so there is
 * nothing here for vectors to do; arrays are plain objects, of bytes or of floats, until single
 * elements move.
 */
public final class PlainRearrange implements Rearrange {
  /** Makes the kernel. */
  public PlainRearrange() {}

  /** Puts the value that fills from one index to before another. */
  private interface Filler {
    void fill(int from, int end);
  }

  @Override
  public void gather(
      byte[] x, int offset, Pixels pixels, byte fill, byte[] y, int to, KernelContext context) {
    gather(x, offset, pixels, (from, end) -> Arrays.fill(y, from, end, fill), y, to, context);
  }

  @Override
  public void gather(
      float[] x, int offset, Pixels pixels, float fill, float[] y, int to, KernelContext context) {
    gather(x, offset, pixels, (from, end) -> Arrays.fill(y, from, end, fill), y, to, context);
  }

  private static void gather(
      Object x, int offset, Pixels p, Filler filler, Object y, int to, KernelContext context) {
    Volume out = p.out();
    int length = out.w() * out.c();
    RowTasks.run(
        context,
        length == 0 ? 0 : out.rows(),
        length,
        (from, end) -> {
          for (int row = from; row < end; row++) {
            int h = row % out.h();
            int d = row / out.h() % out.d();
            int n = row / out.h() / out.d();
            int at = to + row * length;
            if (p.d()[d] < 0 || p.h()[h] < 0) {
              filler.fill(at, at + length);
            } else if (row > from && h > 0 && p.h()[h] == p.h()[h - 1]) {
              System.arraycopy(y, at - length, y, at, length);
            } else {
              gatherRow(x, offset + p.in().at(n, p.d()[d], p.h()[h], 0), p, filler, y, at);
            }
          }
        });
  }

  /** Pixels that follow one another in both are one copy; so are those that are all filled. */
  private static void gatherRow(Object x, int offset, Pixels p, Filler filler, Object y, int at) {
    int[] w = p.w();
    int c = p.in().c();
    int end;
    for (int o = 0; o < w.length; o = end) {
      int step = w[o] < 0 ? 0 : 1;
      end = o + 1;
      while (end < w.length && w[end] == w[end - 1] + step) {
        end++;
      }
      if (step == 0) {
        filler.fill(at + o * c, at + end * c);
      } else {
        System.arraycopy(x, offset + w[o] * c, y, at + o * c, (end - o) * c);
      }
    }
  }

  @Override
  public void copy(byte[] x, int offset, CopyPlan plan, byte[] y, int to, KernelContext context) {
    copy(
        x,
        offset,
        plan,
        y,
        to,
        context,
        (from, rows, rowFrom, rowTo, n, nFrom, nTo, at) ->
            StridedCopy.copy(x, from, rows, rowFrom, rowTo, n, nFrom, nTo, y, at));
  }

  @Override
  public void copy(float[] x, int offset, CopyPlan plan, float[] y, int to, KernelContext context) {
    copy(
        x,
        offset,
        plan,
        y,
        to,
        context,
        (from, rows, rowFrom, rowTo, n, nFrom, nTo, at) ->
            StridedCopy.copy(x, from, rows, rowFrom, rowTo, n, nFrom, nTo, y, at));
  }

  private static void copy(
      Object x,
      int offset,
      CopyPlan plan,
      Object y,
      int to,
      KernelContext context,
      StridedCopy.Plane plane) {
    int axes = plan.sizes().length;
    if (plan.elements() == 0) {
      return;
    }
    if (axes == 0) {
      System.arraycopy(x, offset, y, to, 1);
      return;
    }
    int first = plan.sizes()[0];
    RowTasks.run(
        context,
        first,
        plan.elements() / first,
        (begin, end) -> {
          int[] sizes = plan.sizes().clone();
          sizes[0] = end - begin;
          new StridedCopy(x, y, sizes, plan.from(), plan.to(), plane)
              .run(offset + begin * plan.from()[0], to + begin * plan.to()[0]);
        });
  }
}
