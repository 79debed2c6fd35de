package dev.octet.kernel.reference;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/** {@link FloatConv}, as its equation stands, summed in double. */
public final class ReferenceFloatConv implements FloatConv {
  /** Makes the kernel. */
  public ReferenceFloatConv() {}

  private record Weights(ConvFilter filter, float[] values) implements FloatFilters {
    @Override
    public long bytes() {
      return 4L * values.length;
    }
  }

  @Override
  public FloatFilters pack(ConvFilter filter, float[] w, int offset) {
    int n = filter.outChannels() * filter.k();
    return new Weights(filter, Arrays.copyOfRange(w, offset, offset + n));
  }

  @Override
  public void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context) {
    float[] values = ((Weights) w).values;
    ReferencePixels.forEach(
        w.filter(),
        x.batch(),
        x.depth(),
        x.height(),
        x.width(),
        (row, channel, products) -> {
          double[] sum = {stage.bias() == null ? 0 : stage.bias()[channel]};
          products.forEach(
              (pixel, inChannel, weight) ->
                  sum[0] +=
                      (double) x.array()[x.offset() + pixel * x.pixelStride() + inChannel]
                          * values[weight]);
          if (stage.addend() != null) {
            sum[0] += stage.addend()[stage.addendOffset() + row * stage.addendStride() + channel];
          }
          stage.c()[stage.offset() + row * stage.rowStride() + channel] =
              (float) Math.max(stage.lo(), Math.min(stage.hi(), sum[0]));
        });
  }
}
