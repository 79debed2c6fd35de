package dev.octet.kernels.x86.floats;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Isa;

/**
 * {@link FloatConv} by generated code. A convolution of one tap is a product of the pixels where
 * they lie; depthwise ones have micro-kernels of their own ({@link DepthwiseFilters}); others read
 * pixels by offsets ({@link FloatOffsetFilters}).
 */
public final class GeneratedFloatConv implements FloatConv {
  private final GeneratedFloatGemm products;
  private final DepthwiseFilters.Codes depthwise;

  private GeneratedFloatConv(GeneratedFloatGemm products, DepthwiseFilters.Codes depthwise) {
    this.products = products;
    this.depthwise = depthwise;
  }

  /**
   * Makes a kernel.
   *
   * @param products the kernel of products, whose code this uses too
   * @param isa instructions to use
   * @param memory where code goes
   * @param caller how it is called
   * @return a kernel
   */
  public static GeneratedFloatConv of(
      GeneratedFloatGemm products, Isa isa, CodeMemory memory, Caller caller) {
    return new GeneratedFloatConv(products, new DepthwiseFilters.Codes(isa, memory, caller));
  }

  /** One tap. */
  private record Pointwise(ConvFilter filter, FloatPanels panels) implements FloatFilters {
    @Override
    public long bytes() {
      return 4L * panels.array().length;
    }
  }

  @Override
  public FloatFilters pack(ConvFilter filter, float[] w, int offset) {
    if (filter.isPointwise()) {
      FloatMatrix rows = FloatMatrix.of(w, offset, filter.outChannels(), filter.inChannels());
      return new Pointwise(filter, products.pack(rows));
    }
    return DepthwiseFilters.serves(filter)
        ? DepthwiseFilters.pack(depthwise, filter, w, offset)
        : FloatOffsetFilters.pack(products, filter, w, offset);
  }

  @Override
  public void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context) {
    switch (w) {
      case Pointwise p -> {
        int pixels = x.batch() * x.depth() * x.height() * x.width();
        if (pixels > 0) {
          FloatRows rows = new FloatRows.Strided(x.array(), x.offset(), x.pixelStride(), pixels);
          products.run(rows, p.panels, stage, 0, context);
        }
      }
      case DepthwiseFilters d -> d.convolve(x, stage, context);
      case FloatOffsetFilters o -> o.convolve(x, stage, context);
      default -> throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }
}
