package dev.octet.kernel.reference;

import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;

/** {@link Rearrange}, one element at a time. */
public final class ReferenceRearrange implements Rearrange {
  /** Makes the kernel. */
  public ReferenceRearrange() {}

  /** One element's way. */
  private interface Move {
    void go(int from, int to);
  }

  private static void each(Pixels p, Move move) {
    Volume out = p.out();
    for (int i = 0; i < out.elements(); i++) {
      int c = i % out.c();
      int w = p.w()[i / out.c() % out.w()];
      int h = p.h()[i / out.c() / out.w() % out.h()];
      int d = p.d()[i / out.c() / out.w() / out.h() % out.d()];
      int n = i / out.c() / out.w() / out.h() / out.d();
      move.go(d < 0 || h < 0 || w < 0 ? -1 : p.in().at(n, d, h, w) + c, i);
    }
  }

  private static void each(CopyPlan plan, Move move) {
    for (int i = 0; i < plan.elements(); i++) {
      int from = 0;
      int to = 0;
      int rest = i;
      for (int k = plan.sizes().length - 1; k >= 0; k--) {
        from += rest % plan.sizes()[k] * plan.from()[k];
        to += rest % plan.sizes()[k] * plan.to()[k];
        rest /= plan.sizes()[k];
      }
      move.go(from, to);
    }
  }

  @Override
  public void gather(
      byte[] x, int offset, Pixels pixels, byte fill, byte[] y, int to, KernelContext context) {
    each(pixels, (p, i) -> y[to + i] = p < 0 ? fill : x[offset + p]);
  }

  @Override
  public void gather(
      float[] x, int offset, Pixels pixels, float fill, float[] y, int to, KernelContext context) {
    each(pixels, (p, i) -> y[to + i] = p < 0 ? fill : x[offset + p]);
  }

  @Override
  public void copy(byte[] x, int offset, CopyPlan plan, byte[] y, int to, KernelContext context) {
    each(plan, (from, i) -> y[to + i] = x[offset + from]);
  }

  @Override
  public void copy(float[] x, int offset, CopyPlan plan, float[] y, int to, KernelContext context) {
    each(plan, (from, i) -> y[to + i] = x[offset + from]);
  }
}
