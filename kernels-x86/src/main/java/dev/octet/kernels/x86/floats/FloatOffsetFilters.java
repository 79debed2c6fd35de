package dev.octet.kernels.x86.floats;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.product.Bundle;
import dev.octet.kernels.x86.product.OffsetTable;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of a convolution that reads its input by offsets: output pixels are rows of A, taps
 * follow each other along K; groups of few outputs are multiplied together ({@link Bundle}). Pixels
 * are read where they lie, or, where they have few channels, from lines with their padding ({@link
 * FloatPixels}).
 */
final class FloatOffsetFilters implements FloatConv.FloatFilters {
  private final GeneratedFloatGemm products;
  private final ConvFilter filter;
  private final boolean lines;
  private final List<Bundle> bundles;
  private final List<FloatPanels> panels;
  private volatile OffsetTable last;

  private FloatOffsetFilters(
      GeneratedFloatGemm products,
      ConvFilter filter,
      boolean lines,
      List<Bundle> bundles,
      List<FloatPanels> panels) {
    this.products = products;
    this.filter = filter;
    this.lines = lines;
    this.bundles = bundles;
    this.panels = panels;
  }

  static FloatOffsetFilters pack(
      GeneratedFloatGemm products, ConvFilter filter, float[] w, int offset) {
    List<Bundle> bundles = Bundle.of(filter, products.fewColumns());
    List<FloatPanels> panels = new ArrayList<>();
    for (Bundle bundle : bundles) {
      int k = filter.taps() * bundle.inputs();
      boolean whole = bundle.groups() == 1;
      float[] rows = whole ? w : bundle.rows(w, offset);
      int at = whole ? offset + bundle.firstOutput() * k : 0;
      panels.add(products.pack(FloatMatrix.of(rows, at, bundle.outputs(), k)));
    }
    return new FloatOffsetFilters(products, filter, FloatPixels.byLines(filter), bundles, panels);
  }

  @Override
  public ConvFilter filter() {
    return filter;
  }

  @Override
  public long bytes() {
    return panels.stream().mapToLong(p -> 4L * p.array().length).sum();
  }

  void convolve(FloatConv.FloatImage x, FloatStage stage, KernelContext context) {
    int outDepth = Math.max(0, filter.outputSize(filter.depth(), x.depth()));
    int outHeight = Math.max(0, filter.outputSize(filter.height(), x.height()));
    int outWidth = Math.max(0, filter.outputSize(filter.width(), x.width()));
    int outputs = outDepth * outHeight * outWidth;
    if (outputs == 0 || x.batch() == 0) {
      return;
    }
    FloatPixels pixels = lines ? FloatPixels.lines(x, filter, context) : FloatPixels.inPlace(x);
    // Offsets count bytes.
    Math.multiplyExact(4, pixels.image());
    OffsetTable table = table(x, pixels);
    int taps = lines ? filter.depth().kernel() * filter.height().kernel() : filter.taps();
    // The first bundle is the widest.
    int most = panels.getFirst().k() / taps;
    float[] zeros = context.floats(most);
    Arrays.fill(zeros, 0, most, 0f);
    for (int image = 0; image < x.batch(); image++) {
      for (int i = 0; i < bundles.size(); i++) {
        FloatPanels b = panels.get(i);
        FloatRows rows =
            new FloatRows.Offsets(
                image(pixels, image, bundles.get(i)),
                table.offsets(),
                taps,
                Runs.of(zeros, 0, b.k() / taps),
                outputs,
                image * outputs);
        products.run(rows, b, stage, bundles.get(i).firstOutput(), context);
      }
    }
    context.release(zeros);
    pixels.release(context);
  }

  /** One image from a bundle's first channel on: what its rows may read. */
  private MemorySegment image(FloatPixels pixels, int image, Bundle bundle) {
    long from = pixels.offset() + (long) image * pixels.image() + bundle.firstInput();
    // In place the last pixel ends with its last channel.
    int length = pixels.image() - (lines ? 0 : pixels.pixel() - bundle.inputs());
    return Runs.of(pixels.array(), from, Math.max(0, length));
  }

  private OffsetTable table(FloatConv.FloatImage x, FloatPixels pixels) {
    OffsetTable.Images images =
        new OffsetTable.Images(
            x.depth(), x.height(), x.width(), 4 * pixels.pixel(), 4 * pixels.line());
    OffsetTable table = last;
    if (table == null || !table.images().equals(images)) {
      table = OffsetTable.of(filter, lines, images, products.rows());
      last = table;
    }
    return table;
  }
}
