package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;

/**
 * {@link QConv} by generated code. A convolution of one tap is a product of the pixels where they
 * lie; groups of few channels have kernels of their own ({@link ColumnConv}); the others read
 * pixels by offsets ({@link OffsetFilters}). There is no matrix of patches.
 */
public final class NativeQConv implements QConv {
  private final NativeQGemm products;
  private final ColumnConv columns;

  /**
   * Makes a kernel.
   *
   * @param products the kernel of convolutions of one tap, whose code others use too
   * @param columns the kernels of groups of few channels
   */
  public NativeQConv(NativeQGemm products, ColumnConv columns) {
    this.products = products;
    this.columns = columns;
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
    if (columns.serves(filter)) {
      return columns.pack(filter, w, offset, unsigned, zeroPoints);
    }
    return OffsetFilters.pack(products, filter, w, offset, unsigned, zeroPoints);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    // Not a switch by type: each is linked at its first use, which costs milliseconds.
    if (w instanceof Pointwise p) {
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
    } else if (w instanceof ColumnFilters c) {
      c.convolve(x, stage, context);
    } else if (w instanceof OffsetFilters o) {
      o.convolve(x, stage, context);
    } else {
      throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }
}
