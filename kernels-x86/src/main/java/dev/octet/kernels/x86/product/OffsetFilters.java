package dev.octet.kernels.x86.product;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Weights of a convolution that reads its input by offsets: output pixels are rows of A, taps
 * follow each other along K. Pixels are read where they lie if their channels are whole steps, else
 * from a copy ({@link Pixels}).
 */
final class OffsetFilters implements QConv.QFilters {
  private final NativeQGemm products;
  private final ConvFilter filter;
  private final Pixels.Reading reading;
  private final List<Bundle> bundles;
  private final List<Panels> panels;
  private volatile OffsetTable last;

  private OffsetFilters(
      NativeQGemm products,
      ConvFilter filter,
      Pixels.Reading reading,
      List<Bundle> bundles,
      List<Panels> panels) {
    this.products = products;
    this.filter = filter;
    this.reading = reading;
    this.bundles = bundles;
    this.panels = panels;
  }

  static OffsetFilters pack(
      NativeQGemm products,
      ConvFilter filter,
      byte[] w,
      int offset,
      boolean unsigned,
      int[] zeroPoints) {
    Pixels.Reading reading = Pixels.Reading.of(filter, products.isa());
    List<Bundle> bundles = Bundle.of(filter, 2 * products.isa().lanes());
    List<Panels> panels = new ArrayList<>();
    Arena arena = Arena.ofAuto();
    int taps = reading.taps(filter);
    // All bundles share one table of offsets, and so one height of tiles.
    boolean weightZero = Panels.anyZeroPoint(unsigned, zeroPoints);
    for (Bundle bundle : bundles) {
      int[] zeros = bundle.zeroPoints(zeroPoints);
      int k = filter.taps() * bundle.inputs();
      boolean whole = bundle.groups() == 1;
      byte[] rows = whole ? w : bundle.rows(w, offset, zeros);
      int at = whole ? offset + bundle.firstOutput() * k : 0;
      panels.add(
          products.pack(
              rows, at, bundle.outputs(), k, k / taps, taps, unsigned, zeros, weightZero, arena));
    }
    return new OffsetFilters(products, filter, reading, bundles, panels);
  }

  @Override
  public ConvFilter filter() {
    return filter;
  }

  @Override
  public long bytes() {
    return panels.stream().mapToLong(Panels::bytes).sum();
  }

  void convolve(QConv.QImage x, QStage stage, KernelContext context) {
    int outDepth = Math.max(0, filter.outputSize(filter.depth(), x.depth()));
    int outHeight = Math.max(0, filter.outputSize(filter.height(), x.height()));
    int outWidth = Math.max(0, filter.outputSize(filter.width(), x.width()));
    int outputs = outDepth * outHeight * outWidth;
    if (outputs == 0 || x.batch() == 0) {
      return;
    }
    StageOperands operands = StageOperands.of(stage, filter.outChannels(), context);
    int tapBytes = tapBytes();
    Pixels pixels = Pixels.of(x, filter, reading, products.widen(), tapBytes, context);
    byte[] zeroRow = zeroRow(x, tapBytes, context);
    OffsetTable table = table(x, pixels);
    for (int image = 0; image < x.batch(); image++) {
      for (int i = 0; i < bundles.size(); i++) {
        TileRun.Rows rows =
            new TileRun.Rows.Offsets(
                pixels.array(),
                pixels.from(image, bundles.get(i)),
                pixels.bytes(tapBytes(i)),
                table.offsets(),
                reading.taps(filter),
                zeroRow,
                outputs,
                image * outputs);
        run(x, i, rows, operands, context);
      }
    }
    context.release(zeroRow);
    pixels.release(context);
    operands.release(context);
  }

  private void run(
      QConv.QImage x,
      int bundle,
      TileRun.Rows rows,
      StageOperands operands,
      KernelContext context) {
    Panels b = panels.get(bundle);
    new TileRun(
            products.caller(),
            products.codes(),
            key(operands, x.unsigned(), b.weightZero()),
            rows,
            x.zeroPoint() + (x.unsigned() ? 0 : 128),
            null,
            b,
            operands,
            bundles.get(bundle).firstOutput())
        .run(context);
  }

  private TileKey key(StageOperands operands, boolean unsigned, boolean weightZero) {
    return new TileKey(
        products.isa(),
        true,
        operands.stage,
        products.isa().hasDotProduct() && !unsigned,
        false,
        weightZero,
        operands.guarded);
  }

  /** Bytes that the widest bundle reads of a row and tap. */
  private int tapBytes() {
    int most = 0;
    for (int i = 0; i < panels.size(); i++) {
      most = Math.max(most, tapBytes(i));
    }
    return most;
  }

  private int tapBytes(int bundle) {
    return 4 * panels.get(bundle).steps() / reading.taps(filter);
  }

  private byte[] zeroRow(QConv.QImage x, int tapBytes, KernelContext context) {
    byte[] row = context.bytes(tapBytes);
    byte zero = products.isa().hasDotProduct() ? (byte) x.zeroPoint() : 0;
    Arrays.fill(row, 0, tapBytes, zero);
    return row;
  }

  private OffsetTable table(QConv.QImage x, Pixels pixels) {
    OffsetTable.Images images =
        new OffsetTable.Images(
            x.depth(), x.height(), x.width(), pixels.pixelBytes(), pixels.lineBytes());
    OffsetTable table = last;
    if (table == null || !table.images().equals(images)) {
      int most =
          new TileKey(
                  products.isa(),
                  true,
                  TileKey.Stage.INT32,
                  false,
                  false,
                  panels.getFirst().weightZero(),
                  false)
              .maxRows();
      table = OffsetTable.of(filter, reading == Pixels.Reading.LINES, images, most);
      last = table;
    }
    return table;
  }
}
