package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;

/**
 * {@link QConv} by generated code. A convolution of one tap is a product of the pixels where they
 * lie; depthwise ones have kernels of their own ({@link DepthwiseConv}); the others read pixels by
 * offsets ({@link OffsetFilters}). There is no matrix of patches.
 */
public final class NativeQConv implements QConv {
  private final NativeQGemm products;
  private final DepthwiseConv depthwise;

  /**
   * Makes a kernel.
   *
   * @param products the kernel of convolutions of one tap, whose code others use too
   * @param depthwise the kernels of groups of one channel
   */
  public NativeQConv(NativeQGemm products, DepthwiseConv depthwise) {
    this.products = products;
    this.depthwise = depthwise;
  }

  /** One tap. */
  private record Pointwise(ConvFilter filter, QGemm.QPanels panels) implements QFilters {
    @Override
    public long bytes() {
      return panels.bytes();
    }
  }

  @Override
  public QFilters pack(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    if (filter.isPointwise()) {
      return new Pointwise(
          filter,
          products.pack(
              w, offset, filter.outChannels(), filter.inChannels(), unsigned, zeroPoints));
    }
    if (depthwise.serves(filter)) {
      return depthwise.pack(filter, w, offset, unsigned, zeroPoints);
    }
    return OffsetFilters.pack(products, filter, w, offset, unsigned, zeroPoints);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    switch (w) {
      case Pointwise p -> {
        QGemm.QActivations rows =
            new QGemm.QActivations(
                x.array(),
                x.offset(),
                x.batch() * x.depth() * x.height() * x.width(),
                p.filter.inChannels(),
                x.pixelStride(),
                x.unsigned(),
                new int[] {x.zeroPoint()},
                false);
        products.multiply(rows, p.panels, stage, context);
      }
      case DepthwiseFilters d -> d.convolve(x, stage, context);
      case OffsetFilters o -> o.convolve(x, stage, context);
      default -> throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }
}
