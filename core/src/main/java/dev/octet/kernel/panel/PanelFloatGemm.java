package dev.octet.kernel.panel;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.KernelContext;

/**
 * {@link FloatGemm} around a micro-kernel. Packed B is a row of panels, each as wide as the tile:
 *
 * <pre>
 * panel 0                             panel 1
 * B[0][0]   B[1][0]   ... B[w-1][0]   | B[w][0]   ...        w = tile columns
 * B[0][1]   B[1][1]   ... B[w-1][1]   | B[w][1]   ...
 * ...                                 |
 * B[0][K-1] B[1][K-1] ... B[w-1][K-1] | B[w][K-1] ...        the last panel is padded with zeros
 * </pre>
 *
 * <p>Rows of A are copied into the order of {@link LeftRows}. Then each task goes through its
 * panels, through K in blocks whose piece of a panel stays in the first-level cache, and through
 * its rows tile by tile. A single row without gaps is read where it lies, and streams through whole
 * panels.
 */
public final class PanelFloatGemm implements FloatGemm {
  /** The most columns that a tile may have. */
  public static final int MAX_COLUMNS = 256;

  static final float[] ZEROS = new float[MAX_COLUMNS];

  private final FloatTile tile;

  /**
   * Makes a kernel.
   *
   * @param tile the micro-kernel
   */
  public PanelFloatGemm(FloatTile tile) {
    assert tile.columns() <= MAX_COLUMNS;
    this.tile = tile;
  }

  /** What the tasks of one product share: where in C and in the arrays of A they are. */
  private record Product(
      float[] left,
      LeftRows rows,
      int oneRow,
      FloatPanels b,
      float[] bias,
      FloatMatrix c,
      int firstRow) {
    int depth() {
      return rows == null ? Math.max(1, b.k()) : FloatTile.DEPTH;
    }

    int leftAt(int row, int p) {
      return rows == null ? oneRow : rows.at(row, p);
    }

    int resultAt(int row) {
      return c.offset() + (firstRow + row) * c.rowStride();
    }
  }

  @Override
  public int packedSize(int n, int k) {
    return Math.multiplyExact(
        Math.multiplyExact(Tasks.ceilDiv(n, tile.columns()), tile.columns()), k);
  }

  @Override
  public FloatPanels pack(FloatMatrix b, float[] into) {
    FloatPacking.panels(b, tile.columns(), into);
    return new FloatPanels(into, b.rows(), b.cols());
  }

  @Override
  public void multiply(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    if (a.rows() == 0 || b.n() == 0) {
      return;
    }
    if (a.rows() == 1 && a.colStride() == 1) {
      run(new Product(a.array(), null, a.offset(), b, bias, c, 0), 1, context);
      return;
    }
    int chunk = LeftRows.chunk(a.rows(), b.k(), tile.rows());
    for (int row = 0; row < a.rows(); row += chunk) {
      int rows = Math.min(chunk, a.rows() - row);
      LeftRows left = LeftRows.of(a, row, rows, tile.rows(), context);
      try {
        run(new Product(left.values(), left, 0, b, bias, c, row), rows, context);
      } finally {
        context.release(left.values());
      }
    }
  }

  private void run(Product product, int rows, KernelContext context) {
    FloatPanels b = product.b;
    int panels = Tasks.ceilDiv(b.n(), tile.columns());
    Tasks tasks = Tasks.cut(rows, panels, tile.rows(), tile.columns(), b.k());
    if (tasks.count() == 1) {
      task(tasks, 0, product, context);
    } else {
      context.parallel(tasks.count(), t -> task(tasks, t, product, context));
    }
  }

  private void task(Tasks tasks, int t, Product product, KernelContext context) {
    int columns = tile.columns();
    int row = tasks.firstRow(t);
    int rows = tasks.rowsOf(t);
    float[] bias = product.bias;
    for (int panel = tasks.firstPanel(t); panel < tasks.endPanel(t); panel++) {
      int j = panel * columns;
      if (j + columns <= product.b.n()) {
        float[] start = bias == null ? ZEROS : bias;
        FloatMatrix c = product.c;
        int cAt = product.resultAt(row) + j;
        panel(product, row, rows, j, start, bias == null ? 0 : j, c.array(), cAt, c.rowStride());
      } else {
        lastPanel(product, row, rows, j, context);
      }
    }
  }

  /** The panel that has fewer columns than a tile: by way of scratch that has room for it. */
  private void lastPanel(Product product, int row, int rows, int j, KernelContext context) {
    int columns = tile.columns();
    int width = product.b.n() - j;
    float[] scratch = context.floats((rows + 1) * columns);
    try {
      System.arraycopy(ZEROS, 0, scratch, 0, columns);
      if (product.bias != null) {
        System.arraycopy(product.bias, j, scratch, 0, width);
      }
      panel(product, row, rows, j, scratch, 0, scratch, columns, columns);
      for (int i = 0; i < rows; i++) {
        int to = product.resultAt(row + i) + j;
        System.arraycopy(scratch, (i + 1) * columns, product.c.array(), to, width);
      }
    } finally {
      context.release(scratch);
    }
  }

  private void panel(
      Product product,
      int row,
      int rows,
      int j,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStride) {
    int k = product.b.k();
    float[] b = product.b.array();
    int block = product.depth();
    int p = 0;
    do {
      int depth = Math.min(block, k - p);
      int bAt = j * k + p * tile.columns();
      for (int i = 0; i < rows; i += tile.rows()) {
        int n = Math.min(tile.rows(), rows - i);
        int aAt = product.leftAt(row + i, p);
        int to = cAt + i * cStride;
        if (p == 0) {
          tile.multiply(n, depth, product.left, aAt, b, bAt, start, startAt, 0, c, to, cStride);
        } else {
          tile.multiply(n, depth, product.left, aAt, b, bAt, c, to, cStride, c, to, cStride);
        }
      }
      p += block;
    } while (p < k);
  }
}
