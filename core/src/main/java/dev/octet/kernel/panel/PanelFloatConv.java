package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.ArrayList;
import java.util.List;

/**
 * {@link FloatConv} around the micro-kernels of products. Pixels are rows of A, block by block
 * ({@link PatchRows}, or where they lie if there is one tap); weights are panels ({@link
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
   * @param narrow the micro-kernel for groups with few outputs
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
  private record Channels(Depthwise loops) implements FloatFilters {
    @Override
    public ConvFilter filter() {
      return loops.filter();
    }

    @Override
    public long bytes() {
      return 4L * loops.weights().length;
    }
  }

  /** Weights by part and bundle, and the tables for the size of image seen last. */
  private static final class Panels implements FloatFilters {
    final FloatTiles tiles;
    final ConvPacking packing;
    final List<List<FloatPanels>> byPart;
    private volatile ConvGeometry last;

    Panels(FloatTiles tiles, ConvPacking packing, List<List<FloatPanels>> byPart) {
      this.tiles = tiles;
      this.packing = packing;
      this.byPart = byPart;
    }

    @Override
    public ConvFilter filter() {
      return packing.filter();
    }

    @Override
    public long bytes() {
      return byPart.stream().flatMap(List::stream).mapToLong(p -> 4L * p.array().length).sum();
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
    if (filter.isDepthwise() && !filter.transposed()) {
      int channels = Depthwise.padded(filter.outChannels(), depthwise.lanes());
      float[] weights = new float[Math.multiplyExact(filter.taps(), channels)];
      FloatMatrix rows = FloatMatrix.of(w, offset, filter.outChannels(), filter.taps());
      FloatPacking.panels(rows, channels, weights);
      return new Channels(new Depthwise(filter, depthwise, weights));
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
    int n = packing.outputs(bundle);
    int k = taps.length * packing.inputs(bundle);
    float[] rows = new float[Math.multiplyExact(n, k)];
    packing.forEachRun(
        bundle, taps, (from, to, length) -> System.arraycopy(w, offset + from, rows, to, length));
    float[] panels = new float[Tasks.ceilDiv(n, columns) * columns * k];
    FloatPacking.panels(FloatMatrix.of(rows, 0, n, k), columns, panels);
    return new FloatPanels(panels, n, k);
  }

  @Override
  public void convolve(FloatImage x, FloatFilters w, FloatStage stage, KernelContext context) {
    if (w instanceof Channels c) {
      FloatStaging staging = wide.staging();
      FloatLines lines = new FloatLines(staging, stage, c.filter().outChannels());
      c.loops.run(pixels(x), piece(x, staging), lines, context);
      return;
    }
    Panels panels = (Panels) w;
    List<MacroLoop.Job> jobs = new ArrayList<>();
    if (panels.filter().isPointwise()) {
      int rows = x.batch() * x.depth() * x.height() * x.width();
      int channels = panels.filter().inChannels();
      FloatMatrix a = new FloatMatrix(x.array(), x.offset(), rows, channels, x.pixelStride(), 1);
      FloatPanels b = panels.byPart.getFirst().getFirst();
      jobs.add(
          panels.tiles.job(
              new MatrixRows(a, panels.tiles.staging()),
              new FloatTiles.Product(b, stage, 0, null, context)));
    } else {
      addPatches(x, panels, stage, context, jobs);
    }
    MacroLoop.run(jobs, panels.tiles.rows(), panels.tiles.columns(), context);
  }

  private static PatchRows.Pixels pixels(FloatImage x) {
    return new PatchRows.Pixels(
        x.offset(), x.batch(), x.depth(), x.height(), x.width(), x.pixelStride());
  }

  private static LeftRows.Piece piece(FloatImage x, FloatStaging staging) {
    return (from, n, to, toAt) -> staging.copy(x.array(), from, n, to, toAt);
  }

  private static void addPatches(
      FloatImage x, Panels w, FloatStage stage, KernelContext context, List<MacroLoop.Job> jobs) {
    ConvGeometry geometry = w.geometry(x);
    PatchRows.Pixels pixels = pixels(x);
    LeftRows.Piece piece = piece(x, w.tiles.staging());
    for (int part = 0; part < w.byPart.size(); part++) {
      ConvPart outputs = geometry.parts().get(part);
      for (int i = 0; i < w.packing.bundles(); i++) {
        FloatTiles.Product product =
            new FloatTiles.Product(
                w.byPart.get(part).get(i),
                stage,
                w.packing.firstOutput(i),
                geometry.resultRow(outputs),
                context);
        PatchRows a =
            new PatchRows(outputs, pixels, w.packing.firstInput(i), w.packing.inputs(i), piece);
        jobs.add(w.tiles.job(a, product));
      }
    }
  }
}
