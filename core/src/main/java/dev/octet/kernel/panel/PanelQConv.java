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
 * {@link QConv} around the micro-kernels of products. Pixels are rows of A, block by block ({@link
 * PatchRows}); weights are panels ({@link PanelQGemm}, {@link ConvPacking}). A convolution of one
 * tap is a product of the pixels where they lie.
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
   * Makes a kernel that reads weights as bytes, but for groups of few channels.
   *
   * @param products the kernel of convolutions of one tap
   * @param wide the micro-kernel
   * @param narrow the micro-kernel for groups with few outputs
   * @param depthwise the micro-kernel for groups of one input
   * @param output what turns accumulators into results
   * @param widening what makes floats of integers
   * @return a kernel
   */
  public static PanelQConv ofBytes(
      QGemm products,
      ByteTile wide,
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

  /**
   * Makes a kernel that widens weights.
   *
   * @param products the kernel of convolutions of one tap
   * @param wide the micro-kernel
   * @param narrow the micro-kernel for groups with few outputs
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

  /** Depthwise. Weights are floats, less their zero points: they are few. */
  private record Channels(Depthwise loops) implements QFilters {
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
    if (filter.isDepthwise() && !filter.transposed()) {
      return packChannels(filter, w, offset, unsigned, zeroPoints);
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

  private Channels packChannels(
      ConvFilter filter, byte[] w, int offset, boolean unsigned, int[] zeroPoints) {
    int channels = Depthwise.padded(filter.outChannels(), depthwise.lanes());
    float[] weights = new float[Math.multiplyExact(filter.taps(), channels)];
    for (int c = 0; c < filter.outChannels(); c++) {
      int zeroPoint = zeroPoints[zeroPoints.length == 1 ? 0 : c];
      for (int t = 0; t < filter.taps(); t++) {
        byte weight = w[offset + c * filter.taps() + t];
        weights[t * channels + c] = (unsigned ? weight & 0xff : weight) - zeroPoint;
      }
    }
    return new Channels(new Depthwise(filter, depthwise, weights));
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
    int n = packing.outputs(bundle);
    int k = taps.length * packing.inputs(bundle);
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
      case Channels c -> convolve(x, c, stage, context);
      case Panels p -> convolve(x, p, stage, context);
      default -> throw new IllegalArgumentException("weights packed by another kernel: " + w);
    }
  }

  private static PatchRows.Pixels pixels(QImage x) {
    return new PatchRows.Pixels(
        x.offset(), x.batch(), x.depth(), x.height(), x.width(), x.pixelStride());
  }

  private static LeftRows.Piece piece(QImage x, Widening widening) {
    return (from, n, to, toAt) ->
        widening.widen(x.array(), from, n, x.unsigned(), x.zeroPoint(), to, toAt);
  }

  private void convolve(QImage x, Channels w, QStage stage, KernelContext context) {
    int channels = w.filter().outChannels();
    QLines lines = new QLines(wide.output(), stage, channels, context);
    w.loops.run(pixels(x), piece(x, wide.widening()), lines, context);
  }

  private static void convolve(QImage x, Panels w, QStage stage, KernelContext context) {
    ConvGeometry geometry = w.geometry(x);
    PatchRows.Pixels pixels = pixels(x);
    LeftRows.Piece piece = piece(x, w.tiles.widening());
    List<MacroLoop.Job> jobs = new ArrayList<>();
    for (int part = 0; part < w.byPart.size(); part++) {
      ConvPart outputs = geometry.parts().get(part);
      IntUnaryOperator resultRow = geometry.resultRow(outputs);
      IntUnaryOperator rows = resultRow == null ? IntUnaryOperator.identity() : resultRow;
      for (int i = 0; i < w.packing.bundles(); i++) {
        PackedWeights b = w.byPart.get(part).get(i);
        QTiles.Product product =
            new QTiles.Product(b, stage, w.packing.firstOutput(i), rows, context);
        int first = w.packing.firstInput(i);
        int channels = w.packing.inputs(i);
        PatchRows a = new PatchRows(outputs, pixels, first, channels, piece);
        jobs.add(w.tiles.job(a, product));
      }
    }
    MacroLoop.run(jobs, w.tiles.rows(), w.tiles.columns(), context);
  }
}
