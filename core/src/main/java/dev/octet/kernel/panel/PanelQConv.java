package dev.octet.kernel.panel;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * {@link QConv} around the micro-kernels of products. Output pixels are rows of A ({@link
 * LineRows}, {@link PatchRows}); weights are panels ({@link PanelQGemm}, {@link ConvPacking}). A
 * convolution of one tap is a product of the pixels where they lie.
 */
public final class PanelQConv implements QConv {
  private final QGemm products;
  private final QTiles wide;
  private final QTiles narrow;
  private final DepthwiseTile depthwise;

  private PanelQConv(QGemm products, QTiles wide, QTiles narrow, DepthwiseTile depthwise) {
    this.products = products;
    this.wide = wide;
    this.narrow = narrow;
    this.depthwise = depthwise;
  }

  /**
   * Makes a kernel that reads weights as bytes.
   *
   * @param products the kernel of convolutions of one tap
   * @param wide the micro-kernel
   * @param narrow the micro-kernel for few outputs
   * @param depthwise the micro-kernel for groups of one input
   * @param output what turns accumulators into results
   * @param widening what makes floats of integers
   * @return a kernel
   */
  public static PanelQConv ofBytes(
      QGemm products,
      ByteTile wide,
      ByteTile narrow,
      DepthwiseTile depthwise,
      OutputStage output,
      Widening widening) {
    return new PanelQConv(
        products,
        QTiles.of(wide, output, widening),
        QTiles.of(narrow, output, widening),
        depthwise);
  }

  /**
   * Makes a kernel that widens weights.
   *
   * @param products the kernel of convolutions of one tap
   * @param wide the micro-kernel
   * @param narrow the micro-kernel for few outputs
   * @param depthwise the micro-kernel for groups of one input
   * @param output what turns accumulators into results
   * @param widening what makes floats of integers
   * @return a kernel
   */
  public static PanelQConv ofFloats(
      QGemm products,
      FloatTile wide,
      FloatTile narrow,
      DepthwiseTile depthwise,
      OutputStage output,
      Widening widening) {
    return new PanelQConv(
        products,
        QTiles.of(wide, output, widening),
        QTiles.of(narrow, output, widening),
        depthwise);
  }

  /** Pointwise. */
  private record Product(ConvFilter filter, QGemm.QPanels panels) implements QFilters {
    @Override
    public long bytes() {
      return panels.bytes();
    }
  }

  /** Depthwise: weights less their zero points. */
  private record Channels(ConvLines lines) implements QFilters {
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
  private static final class Panels implements QFilters {
    final QTiles tiles;
    final ConvPacking packing;
    final List<List<PackedWeights>> byPart;
    private volatile ConvGeometry last;

    Panels(QTiles tiles, ConvPacking packing, List<List<PackedWeights>> byPart) {
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
      return byPart.stream().flatMap(List::stream).mapToLong(PackedWeights::bytes).sum();
    }

    /** The product of rows that see all channels. */
    MacroLoop.Job job(RowSource rows, QStage stage, KernelContext context) {
      List<QTiles.Bundle> bundles = new ArrayList<>();
      for (int i = 0; i < packing.bundles(); i++) {
        bundles.add(
            new QTiles.Bundle(
                byPart.getFirst().get(i), packing.firstOutput(i), packing.firstInput(i)));
      }
      return tiles.job(rows, new QTiles.Product(bundles, tiles.results(stage), null, context));
    }

    ConvGeometry geometry(QImage x) {
      ConvGeometry geometry = last;
      if (geometry == null || !geometry.isFor(x.depth(), x.height(), x.width())) {
        geometry = ConvGeometry.of(filter(), x.depth(), x.height(), x.width());
        last = geometry;
      }
      return geometry;
    }
  }

  @Override
  public QFilters pack(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    if (filter.isPointwise()) {
      int k = filter.inChannels();
      return new Product(
          filter, products.pack(w, offset, filter.outChannels(), k, unsigned, zeroPoints));
    }
    if (ConvLines.serves(filter)) {
      int taps = filter.taps();
      ConvLines.Weights weights =
          (c, t) -> {
            byte q = w[offset + c * taps + t];
            return (unsigned ? q & 0xff : q) - zeroPoints[zeroPoints.length == 1 ? 0 : c];
          };
      return new Channels(ConvLines.of(filter, depthwise, weights));
    }
    // A narrow tile loads more for each product: about 5/4 of the time.
    boolean few =
        5 * ConvPacking.cost(filter, narrow.columns())
            < 4 * ConvPacking.cost(filter, wide.columns());
    QTiles tiles = few ? narrow : wide;
    ConvPacking packing = ConvPacking.of(filter, tiles.columns());
    List<List<PackedWeights>> byPart = new ArrayList<>();
    for (int[] taps : ConvPart.tapsByPart(filter)) {
      List<PackedWeights> bundles = new ArrayList<>();
      for (int i = 0; i < packing.bundles(); i++) {
        bundles.add(pack(packing, i, taps, w, offset, unsigned, zeroPoints, tiles.columns()));
      }
      byPart.add(bundles);
    }
    return new Panels(tiles, packing, byPart);
  }

  /** Weights of other groups are zero points, which count as zero. */
  private static PackedWeights pack(
      ConvPacking packing,
      int bundle,
      int[] taps,
      byte[] w,
      int offset,
      boolean unsigned,
      int[] zeroPoints,
      int columns) {
    int n = packing.outputs();
    int k = taps.length * packing.inputs();
    int[] zeros = new int[n];
    byte[] rows = new byte[Math.multiplyExact(n, k)];
    for (int j = 0; j < n; j++) {
      zeros[j] = zeroPoints[zeroPoints.length == 1 ? 0 : packing.firstOutput(bundle) + j];
      Arrays.fill(rows, j * k, (j + 1) * k, (byte) zeros[j]);
    }
    packing.forEachRun(
        bundle, taps, (from, to, length) -> System.arraycopy(w, offset + from, rows, to, length));
    return PackedWeights.pack(rows, 0, n, k, unsigned, zeros, columns, false);
  }

  @Override
  public void convolve(QImage x, QFilters w, QStage stage, KernelContext context) {
    switch (w) {
      case Product p -> {
        int pixels = x.batch() * x.depth() * x.height() * x.width();
        int channels = p.filter.inChannels();
        int[] zeroPoint = {x.zeroPoint()};
        QGemm.QActivations rows =
            new QGemm.QActivations(
                x.array(),
                x.offset(),
                pixels,
                channels,
                x.pixelStride(),
                x.unsigned(),
                zeroPoint,
                false);
        products.multiply(rows, p.panels, stage, context);
      }
      case Channels c -> {
        Results results = wide.results(stage);
        ConvFilter f = c.filter();
        QLines output = new QLines(results, f.taps(), context);
        c.lines.run(pixels(x), input(x), output, context);
      }
      case Panels p -> convolve(x, p, stage, context);
      default -> throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }

  private static PatchRows.Pixels pixels(QImage x) {
    return new PatchRows.Pixels(
        x.offset(), x.batch(), x.depth(), x.height(), x.width(), x.pixelStride());
  }

  private Left.Piece piece(QImage x) {
    Widening widening = wide.widening();
    return (from, n, to, toAt) ->
        widening.widen(x.array(), from, n, x.unsigned(), x.zeroPoint(), to, toAt);
  }

  private ConvLines.Input input(QImage x) {
    Widening widening = wide.widening();
    int lanes = depthwise.lanes();
    return (from, n, pixels, to, toAt) ->
        widening.widenRows(
            x.array(),
            from,
            x.pixelStride(),
            pixels,
            n,
            x.unsigned(),
            x.zeroPoint(),
            to,
            toAt,
            lanes);
  }

  private void convolve(QImage x, Panels w, QStage stage, KernelContext context) {
    ConvFilter filter = w.filter();
    List<MacroLoop.Job> jobs = new ArrayList<>();
    if (ConvPart.copies(filter)) {
      addPatches(x, w, stage, context, jobs);
    } else {
      LineRows rows = LineRows.of(filter, pixels(x), piece(x), w.packing.inputs());
      jobs.add(w.job(rows, stage, context));
    }
    MacroLoop.run(jobs, w.tiles.tiling(), w.tiles.columns(), context);
  }

  private void addPatches(
      QImage x, Panels w, QStage stage, KernelContext context, List<MacroLoop.Job> jobs) {
    ConvGeometry geometry = w.geometry(x);
    Results results = w.tiles.results(stage);
    for (int part = 0; part < w.byPart.size(); part++) {
      ConvPart outputs = geometry.parts().get(part);
      IntUnaryOperator resultRow = geometry.resultRow(outputs);
      for (int i = 0; i < w.packing.bundles(); i++) {
        PatchRows a =
            new PatchRows(
                outputs, pixels(x), w.packing.firstInput(i), w.packing.inputs(), piece(x));
        QTiles.Bundle only =
            new QTiles.Bundle(w.byPart.get(part).get(i), w.packing.firstOutput(i), 0);
        jobs.add(w.tiles.job(a, new QTiles.Product(List.of(only), results, resultRow, context)));
      }
    }
  }
}
