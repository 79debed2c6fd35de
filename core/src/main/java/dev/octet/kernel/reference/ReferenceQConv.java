package dev.octet.kernel.reference;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;

/** {@link QConv}, as its equation stands. */
public final class ReferenceQConv implements QConv {
  /** Makes the kernel. */
  public ReferenceQConv() {}

  private record Weights(ConvFilter filter, int[] values) implements QFilters {
    @Override
    public long bytes() {
      return 4L * values.length;
    }
  }

  @Override
  public QFilters pack(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    int[] values = new int[filter.outChannels() * filter.k()];
    for (int i = 0; i < values.length; i++) {
      int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : i / filter.k()];
      values[i] = ReferenceStage.integer(w[offset + i], unsigned) - zeroPoint;
    }
    return new Weights(filter, values);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    int[] values = ((Weights) w).values;
    ReferencePixels.forEach(
        w.filter(),
        x.batch(),
        x.depth(),
        x.height(),
        x.width(),
        (row, channel, products) -> {
          int[] acc = {0};
          products.forEach(
              (pixel, inChannel, weight) -> {
                byte q = x.array()[x.offset() + pixel * x.pixelStride() + inChannel];
                acc[0] +=
                    (ReferenceStage.integer(q, x.unsigned()) - x.zeroPoint()) * values[weight];
              });
          ReferenceStage.store(acc[0], row, channel, stage);
        });
  }
}
