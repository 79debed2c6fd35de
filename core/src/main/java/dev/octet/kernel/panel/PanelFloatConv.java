package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * {@link FloatConv} around the micro-kernels of products. Output pixels are rows of A ({@link
 * LineRows}, {@link PatchRows}, or where they lie if there is one tap); weights are panels ({@link
 * PanelFloatGemm}, {@link ConvPacking}).
 */
public final class PanelFloatConv implements FloatConv {
  private final FloatTiles wide;
  private final FloatTiles narrow;
  private final DepthwiseTile depthwise;

  /**
   * Makes a kernel.
   *
   * @param wide the micro-kernel
   * @param narrow the micro-kernel for few outputs
   * @param depthwise the micro-kernel for groups of one input
   * @param staging what goes in and comes out
   */
  public PanelFloatConv(
      FloatTile wide, FloatTile narrow, DepthwiseTile depthwise, FloatStaging staging) {
    this.wide = new FloatTiles(wide, staging);
    this.narrow = new FloatTiles(narrow, staging);
    this.depthwise = depthwise;
  }

  /** Depthwise. */
  private record Channels(ConvLines lines) implements FloatFilters {
    @Override
    public ConvFilter filter() {
      return lines.filter();
    }

    @Override
    public long bytes() {
      return 4L * lines.weights().length;
    }
  }

  /** Weights by part and bundle, and the tables for the size of image seen last. */
  private static final class Panels implements FloatFilters {
    final FloatTiles tiles;
    final ConvPacking packing;
    final List<List<FloatPanels>> byPart;
    private final List<FloatTiles.Bundle> bundles = new ArrayList<>();
    private volatile ConvGeometry last;

    Panels(FloatTiles tiles, ConvPacking packing, List<List<FloatPanels>> byPart) {
      this.tiles = tiles;
      this.packing = packing;
      this.byPart = byPart;
      for (int i = 0; i < packing.bundles(); i++) {
        FloatPanels b = byPart.getFirst().get(i);
        bundles.add(new FloatTiles.Bundle(b, packing.firstOutput(i), packing.firstInput(i)));
      }
    }

    @Override
    public ConvFilter filter() {
      return packing.filter();
    }

    @Override
    public long bytes() {
      return byPart.stream().flatMap(List::stream).mapToLong(p -> 4L * p.array().length).sum();
    }

    /** The product of rows that see all channels. */
    MacroLoop.Job job(RowSource rows, FloatStage stage, KernelContext context) {
      return tiles.job(rows, new FloatTiles.Product(bundles, stage, null, context));
    }

    ConvGeometry geometry(FloatImage x) {
      ConvGeometry geometry = last;
      if (geometry == null || !geometry.isFor(x.depth(), x.height(), x.width())) {
        geometry = ConvGeometry.of(filter(), x.depth(), x.height(), x.width());
        last = geometry;
      }
      return geometry;
    }
  }

  @Override
  public FloatFilters pack(ConvFilter filter, float[] w, int offset) {
    if (ConvLines.serves(filter)) {
      int taps = filter.taps();
      return new Channels(ConvLines.of(filter, depthwise, (c, t) -> w[offset + c * taps + t]));
    }
    // A narrow tile loads more for each product: about 5/4 of the time.
    boolean few =
        5 * ConvPacking.cost(filter, narrow.columns())
            < 4 * ConvPacking.cost(filter, wide.columns());
    FloatTiles tiles = few ? narrow : wide;
    ConvPacking packing = ConvPacking.of(filter, tiles.columns());
    List<List<FloatPanels>> byPart = new ArrayList<>();
    for (int[] taps : ConvPart.tapsByPart(filter)) {
      List<FloatPanels> bundles = new ArrayList<>();
      for (int i = 0; i < packing.bundles(); i++) {
        bundles.add(pack(packing, i, taps, w, offset, tiles.columns()));
      }
      byPart.add(bundles);
    }
    return new Panels(tiles, packing, byPart);
  }

  private static FloatPanels pack(
      ConvPacking packing, int bundle, int[] taps, float[] w, int offset, int columns) {
    int n = packing.outputs();
    int k = taps.length * packing.inputs();
    float[] rows = new float[Math.multiplyExact(n, k)];
    packing.forEachRun(
        bundle, taps, (from, to, length) -> System.arraycopy(w, offset + from, rows, to, length));
    float[] panels = new float[Tasks.ceilDiv(n, columns) * columns * k];
    FloatPacking.panels(FloatMatrix.of(rows, 0, n, k), columns, panels);
    return new FloatPanels(panels, n, k);
  }

  @Override
  public void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context) {
    switch (w) {
      case Channels c -> {
        FloatLines output = new FloatLines(wide.staging(), stage);
        c.lines.run(pixels(x), input(x), output, context);
      }
      case Panels p -> convolve(x, p, stage, context);
      default -> throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }

  private void convolve(FloatImage x, Panels w, FloatStage stage, KernelContext context) {
    ConvFilter filter = w.filter();
    List<MacroLoop.Job> jobs = new ArrayList<>();
    if (filter.isPointwise()) {
      int rows = x.batch() * x.depth() * x.height() * x.width();
      FloatMatrix a =
          new FloatMatrix(x.array(), x.offset(), rows, filter.inChannels(), x.pixelStride(), 1);
      jobs.add(w.job(new MatrixRows(a, wide.staging()), stage, context));
    } else if (ConvPart.copies(filter)) {
      addPatches(x, w, stage, context, jobs);
    } else {
      LineRows rows = LineRows.of(filter, pixels(x), piece(x), w.packing.inputs());
      jobs.add(w.job(rows, stage, context));
    }
    MacroLoop.run(jobs, w.tiles.tiling(), w.tiles.columns(), context);
  }

  private static PatchRows.Pixels pixels(FloatImage x) {
    return new PatchRows.Pixels(
        x.offset(), x.batch(), x.depth(), x.height(), x.width(), x.pixelStride());
  }

  private Left.Piece piece(FloatImage x) {
    FloatStaging staging = wide.staging();
    return (from, n, to, toAt) -> staging.copy(x.array(), from, n, to, toAt);
  }

  private ConvLines.Input input(FloatImage x) {
    FloatStaging staging = wide.staging();
    int lanes = depthwise.lanes();
    return (from, n, pixels, to, toAt) ->
        staging.copyRows(x.array(), from, x.pixelStride(), pixels, n, to, toAt, lanes);
  }

  private void addPatches(
      FloatImage x, Panels w, FloatStage stage, KernelContext context, List<MacroLoop.Job> jobs) {
    ConvGeometry geometry = w.geometry(x);
    for (int part = 0; part < w.byPart.size(); part++) {
      ConvPart outputs = geometry.parts().get(part);
      IntUnaryOperator resultRow = geometry.resultRow(outputs);
      for (int i = 0; i < w.packing.bundles(); i++) {
        PatchRows a =
            new PatchRows(
                outputs, pixels(x), w.packing.firstInput(i), w.packing.inputs(), piece(x));
        FloatTiles.Bundle only =
            new FloatTiles.Bundle(w.byPart.get(part).get(i), w.packing.firstOutput(i), 0);
        jobs.add(w.tiles.job(a, new FloatTiles.Product(List.of(only), stage, resultRow, context)));
      }
    }
  }
}
