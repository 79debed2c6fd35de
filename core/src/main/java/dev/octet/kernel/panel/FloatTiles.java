package dev.octet.kernel.panel;

import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Float products of rows with packed panels, tile by tile, sums going on in the result itself. */
final class FloatTiles {
  /** Elements of a row at a time: 128 KiB of a panel of 32 columns. */
  private static final int DEPTH = 1024;

  /** Where sums without bias start. */
  static final float[] ZEROS = new float[FloatTile.MAX_COLUMNS];

  private final FloatTile tile;
  private final FloatStaging staging;
  private final Tiling tiling;

  FloatTiles(FloatTile tile, FloatStaging staging) {
    assert tile.columns() <= FloatTile.MAX_COLUMNS;
    this.tile = tile;
    this.staging = staging;
    this.tiling = new Tiling(tile.rows(), DEPTH);
  }

  /**
   * One right-hand side.
   *
   * @param b panels
   * @param firstColumn the column of the result that its first row gives
   * @param shift where its inputs begin, from a row's position on
   */
  record Bundle(FloatPanels b, int firstColumn, int shift) {}

  /**
   * Right-hand sides of the same rows, and where results go.
   *
   * @param bundles right-hand sides of equally many rows and columns
   * @param stage what is done with sums
   * @param resultRow the row of the result that a row of A gives; null where they are the same
   * @param context scratch
   */
  record Product(
      List<Bundle> bundles, FloatStage stage, IntUnaryOperator resultRow, KernelContext context) {
    private int result(int row) {
      return resultRow == null ? row : resultRow.applyAsInt(row);
    }

    int resultAt(int row) {
      return stage.offset() + result(row) * stage.rowStride();
    }

    int addendAt(int row) {
      return stage.addendOffset() + result(row) * stage.addendStride();
    }
  }

  FloatStaging staging() {
    return staging;
  }

  int columns() {
    return tile.columns();
  }

  Tiling tiling() {
    return tiling;
  }

  MacroLoop.Job job(RowSource a, Product product) {
    int perBundle = Tasks.ceilDiv(product.bundles.getFirst().b.n(), columns());
    return new MacroLoop.Job(
        a,
        product.bundles.size() * perBundle,
        (left, first, rows, from, to) -> {
          for (int panel = from; panel < to; panel++) {
            Bundle bundle = product.bundles.get(panel / perBundle);
            int j = panel % perBundle * columns();
            panel(product, bundle, j, left, first, rows);
          }
        });
  }

  /**
   * Where a panel has fewer columns than a tile, rows do not follow one another, or results go
   * where the addend is, sums are made in scratch that has room.
   */
  private void panel(Product product, Bundle bundle, int j, Left left, int first, int rows) {
    FloatStage stage = product.stage;
    int columns = columns();
    int width = Math.min(columns, bundle.b.n() - j);
    boolean apart = stage.addend() != stage.c();
    if (width == columns && product.resultRow == null && apart) {
      float[] start = stage.bias() == null ? ZEROS : stage.bias();
      int startAt = stage.bias() == null ? 0 : bundle.firstColumn + j;
      int to = product.resultAt(left.firstRow() + first) + bundle.firstColumn + j;
      sums(product, bundle, j, left, first, rows, start, startAt, stage.c(), to, stage.rowStride());
    } else {
      byWayOfScratch(product, bundle, j, width, left, first, rows);
    }
  }

  private void byWayOfScratch(
      Product product, Bundle bundle, int j, int width, Left left, int first, int rows) {
    int columns = columns();
    FloatStage stage = product.stage;
    float[] scratch = product.context.floats((rows + 1) * columns);
    try {
      System.arraycopy(ZEROS, 0, scratch, 0, columns);
      if (stage.bias() != null) {
        System.arraycopy(stage.bias(), bundle.firstColumn + j, scratch, 0, width);
      }
      sums(product, bundle, j, left, first, rows, scratch, 0, scratch, columns, columns);
      for (int i = 0; i < rows; i++) {
        int row = left.firstRow() + first + i;
        int from = (i + 1) * columns;
        if (stage.changes()) {
          int addendAt = product.addendAt(row) + bundle.firstColumn + j;
          finish(stage, scratch, from, columns, 1, width, addendAt);
        }
        int to = product.resultAt(row) + bundle.firstColumn + j;
        System.arraycopy(scratch, from, stage.c(), to, width);
      }
    } finally {
      product.context.release(scratch);
    }
  }

  private void sums(
      Product product,
      Bundle bundle,
      int j,
      Left left,
      int first,
      int rows,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStride) {
    Pieces pieces = left.pieces().shifted(bundle.shift);
    float[] b = bundle.b.array();
    boolean finishes = product.stage.changes() && c == product.stage.c();
    for (int block = 0; block < pieces.blocks(); block++) {
      int bAt = j * bundle.b.k() + pieces.depths()[block] * columns();
      int from = pieces.begin(block);
      int end = pieces.end(block);
      boolean last = block == pieces.blocks() - 1;
      for (int i = 0; i < rows; i += tile.rows()) {
        int n = Math.min(tile.rows(), rows - i);
        int to = cAt + i * cStride;
        if (block == 0) {
          tile.multiply(
              n, pieces, from, end, left.x(), left.at(), first + i, b, bAt, start, startAt, 0, c,
              to, cStride);
        } else {
          tile.multiply(
              n, pieces, from, end, left.x(), left.at(), first + i, b, bAt, c, to, cStride, c, to,
              cStride);
        }
        if (last && finishes) {
          int row = left.firstRow() + first + i;
          int addendAt = product.addendAt(row) + bundle.firstColumn + j;
          finish(product.stage, c, to, cStride, n, columns(), addendAt);
        }
      }
    }
  }

  private void finish(
      FloatStage stage, float[] x, int at, int stride, int rows, int n, int addendAt) {
    staging.finish(
        x,
        at,
        stride,
        rows,
        n,
        stage.addend(),
        addendAt,
        stage.addendStride(),
        stage.lo(),
        stage.hi(),
        x,
        at,
        stride);
  }
}
