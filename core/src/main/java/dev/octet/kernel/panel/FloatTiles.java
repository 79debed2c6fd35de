package dev.octet.kernel.panel;

import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import java.util.function.IntUnaryOperator;

/** Float products of rows with packed panels, tile by tile, sums going on in the result itself. */
final class FloatTiles {
  private final FloatTile tile;
  private final FloatStaging staging;

  FloatTiles(FloatTile tile, FloatStaging staging) {
    this.tile = tile;
    this.staging = staging;
  }

  /**
   * One product's right-hand side, and where results go.
   *
   * @param b panels
   * @param stage what is done with sums
   * @param firstColumn the column of the result that the first row of B gives
   * @param resultRow the row of the result that a row of A gives; null where they are the same
   * @param context scratch
   */
  record Product(
      FloatPanels b,
      FloatStage stage,
      int firstColumn,
      IntUnaryOperator resultRow,
      KernelContext context) {
    int resultAt(int row) {
      int result = resultRow == null ? row : resultRow.applyAsInt(row);
      return stage.offset() + result * stage.rowStride() + firstColumn;
    }

    int addendAt(int row) {
      int result = resultRow == null ? row : resultRow.applyAsInt(row);
      return stage.addendOffset() + result * stage.addendStride() + firstColumn;
    }
  }

  /** Rows of A in memory: packed, or one row where it lies. */
  private record Left(float[] array, LeftRows rows, int first, int depth) {
    int at(int i, int p) {
      return rows == null ? first + p : rows.at(first + i, p);
    }
  }

  FloatStaging staging() {
    return staging;
  }

  int columns() {
    return tile.columns();
  }

  int rows() {
    return tile.rows();
  }

  MacroLoop.Job job(RowSource a, Product product) {
    return new MacroLoop.Job(
        a,
        Tasks.ceilDiv(product.b.n(), columns()),
        (left, leftRow, row, rows, from, to) -> {
          Left packed = new Left(left.values(), left, leftRow, FloatTile.DEPTH);
          multiply(product, packed, row, rows, from, to);
        });
  }

  /** Multiplies a single row without gaps where it lies. */
  void multiplyRow(Product product, float[] a, int at) {
    int panels = Tasks.ceilDiv(product.b.n(), columns());
    int k = product.b.k();
    Tasks tasks = Tasks.cut(1, panels, 1, columns(), k);
    Left left = new Left(a, null, at, Math.max(1, k));
    product.context.parallel(
        tasks.count(), t -> multiply(product, left, 0, 1, tasks.firstPanel(t), tasks.endPanel(t)));
  }

  private void multiply(Product product, Left left, int row, int rows, int from, int to) {
    int columns = columns();
    FloatStage stage = product.stage;
    boolean sameRows = product.resultRow == null;
    boolean apart = stage.addend() != stage.c();
    for (int panel = from; panel < to; panel++) {
      int j = panel * columns;
      if (j + columns <= product.b.n() && sameRows && apart) {
        float[] start = stage.bias() == null ? PanelFloatGemm.ZEROS : stage.bias();
        int startAt = stage.bias() == null ? 0 : product.firstColumn + j;
        int cAt = product.resultAt(row) + j;
        panel(product.b, left, rows, j, start, startAt, stage.c(), cAt, stage.rowStride());
        if (stage.changes()) {
          for (int i = 0; i < rows; i++) {
            int at = cAt + i * stage.rowStride();
            finish(stage, stage.c(), at, product.addendAt(row + i) + j, columns);
          }
        }
      } else {
        byWayOfScratch(product, left, row, rows, j);
      }
    }
  }

  /**
   * Panels with fewer columns than a tile, rows that do not follow one another, results that go
   * where the addend is: by way of scratch that has room.
   */
  private void byWayOfScratch(Product product, Left left, int row, int rows, int j) {
    int columns = columns();
    int width = Math.min(columns, product.b.n() - j);
    FloatStage stage = product.stage;
    float[] scratch = product.context.floats((rows + 1) * columns);
    try {
      System.arraycopy(PanelFloatGemm.ZEROS, 0, scratch, 0, columns);
      if (stage.bias() != null) {
        System.arraycopy(stage.bias(), product.firstColumn + j, scratch, 0, width);
      }
      panel(product.b, left, rows, j, scratch, 0, scratch, columns, columns);
      for (int i = 0; i < rows; i++) {
        int from = (i + 1) * columns;
        if (stage.changes()) {
          finish(stage, scratch, from, product.addendAt(row + i) + j, width);
        }
        System.arraycopy(scratch, from, stage.c(), product.resultAt(row + i) + j, width);
      }
    } finally {
      product.context.release(scratch);
    }
  }

  private void finish(FloatStage stage, float[] x, int at, int addendAt, int n) {
    staging.finish(x, at, n, stage.addend(), addendAt, stage.lo(), stage.hi(), x, at);
  }

  private void panel(
      FloatPanels panels,
      Left left,
      int rows,
      int j,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStride) {
    float[] a = left.array;
    float[] b = panels.array();
    int k = panels.k();
    int p = 0;
    do {
      int depth = Math.min(left.depth, k - p);
      int bAt = j * k + p * tile.columns();
      for (int i = 0; i < rows; i += tile.rows()) {
        int n = Math.min(tile.rows(), rows - i);
        int aAt = left.at(i, p);
        int to = cAt + i * cStride;
        if (p == 0) {
          tile.multiply(n, depth, a, aAt, b, bAt, start, startAt, 0, c, to, cStride);
        } else {
          tile.multiply(n, depth, a, aAt, b, bAt, c, to, cStride, c, to, cStride);
        }
      }
      p += left.depth;
    } while (p < k);
  }
}
