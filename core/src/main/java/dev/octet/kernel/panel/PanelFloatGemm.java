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
 * <p>A task goes through its panels, through K in blocks whose piece of a panel stays in the
 * first-level cache, and through its rows tile by tile. A is read where it lies, unless its layout
 * would make that slow.
 */
public final class PanelFloatGemm implements FloatGemm {
  /** The most columns that a tile may have. */
  public static final int MAX_COLUMNS = 256;

  private static final float[] ZEROS = new float[MAX_COLUMNS];

  /** Depth of a block: 32 KiB of a panel of 32 columns. */
  private static final int BLOCK_DEPTH = 256;

  /** Floats of A that are copied at a time: 4 MiB. */
  private static final int COPIED = 1 << 20;

  /** Rows that are this far apart fall into the same set of the first-level cache. */
  private static final int CACHE_WAY = 1024;

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
    boolean sameSet = a.rowStride() % CACHE_WAY == 0 && a.rows() > 1 && b.k() > 1;
    if (a.colStride() == 1 && !sameSet) {
      run(a, b, bias, c, context);
    } else {
      runCopied(a, b, bias, c, context);
    }
  }

  private void runCopied(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    int stride = a.cols() + (a.cols() % CACHE_WAY == 0 ? 16 : 0);
    int chunk = Math.clamp(COPIED / Math.max(stride, 1), 1, a.rows());
    float[] copy = context.floats(chunk * stride);
    try {
      for (int i = 0; i < a.rows(); i += chunk) {
        int rows = Math.min(chunk, a.rows() - i);
        FloatPacking.rows(a, i, rows, copy, stride);
        FloatMatrix left = new FloatMatrix(copy, 0, rows, a.cols(), stride, 1);
        int offset = c.offset() + i * c.rowStride();
        run(
            left,
            b,
            bias,
            new FloatMatrix(c.array(), offset, rows, b.n(), c.rowStride(), 1),
            context);
      }
    } finally {
      context.release(copy);
    }
  }

  private void run(
      FloatMatrix a, FloatPanels b, float[] bias, FloatMatrix c, KernelContext context) {
    int panels = Tasks.ceilDiv(b.n(), tile.columns());
    Tasks tasks = Tasks.cut(a.rows(), panels, tile.rows(), tile.columns(), b.k());
    if (tasks.count() == 1) {
      task(tasks, 0, a, b, bias, c, context);
    } else {
      context.parallel(tasks.count(), t -> task(tasks, t, a, b, bias, c, context));
    }
  }

  private void task(
      Tasks tasks,
      int t,
      FloatMatrix a,
      FloatPanels b,
      float[] bias,
      FloatMatrix c,
      KernelContext context) {
    int columns = tile.columns();
    int row = tasks.firstRow(t);
    int rows = tasks.rowsOf(t);
    int aAt = a.offset() + row * a.rowStride();
    int cAt = c.offset() + row * c.rowStride();
    for (int panel = tasks.firstPanel(t); panel < tasks.endPanel(t); panel++) {
      int j = panel * columns;
      if (j + columns <= b.n()) {
        float[] start = bias == null ? ZEROS : bias;
        int startAt = bias == null ? 0 : j;
        panel(rows, a, aAt, b, j, start, startAt, c.array(), cAt + j, c.rowStride());
      } else {
        lastPanel(rows, a, aAt, b, j, bias, c, cAt + j, context);
      }
    }
  }

  /** The panel that has fewer columns than a tile: by way of a scratch tile that has room. */
  private void lastPanel(
      int rows,
      FloatMatrix a,
      int aAt,
      FloatPanels b,
      int j,
      float[] bias,
      FloatMatrix c,
      int cAt,
      KernelContext context) {
    int columns = tile.columns();
    int width = b.n() - j;
    float[] scratch = context.floats((rows + 1) * columns);
    try {
      System.arraycopy(ZEROS, 0, scratch, 0, columns);
      if (bias != null) {
        System.arraycopy(bias, j, scratch, 0, width);
      }
      panel(rows, a, aAt, b, j, scratch, 0, scratch, columns, columns);
      for (int i = 0; i < rows; i++) {
        int from = (i + 1) * columns;
        System.arraycopy(scratch, from, c.array(), cAt + i * c.rowStride(), width);
      }
    } finally {
      context.release(scratch);
    }
  }

  private void panel(
      int rows,
      FloatMatrix a,
      int aAt,
      FloatPanels b,
      int j,
      float[] start,
      int startAt,
      float[] c,
      int cAt,
      int cStride) {
    int k = b.k();
    int p = 0;
    do {
      int depth = Math.min(BLOCK_DEPTH, k - p);
      int bAt = j * k + p * tile.columns();
      for (int i = 0; i < rows; i += tile.rows()) {
        int left = aAt + i * a.rowStride() + p;
        int to = cAt + i * cStride;
        int tileRows = Math.min(tile.rows(), rows - i);
        if (p == 0) {
          tile.multiply(
              tileRows, depth, a.array(), left, a.rowStride(), b.array(), bAt, start, startAt, 0,
              c, to, cStride);
        } else {
          tile.multiply(
              tileRows, depth, a.array(), left, a.rowStride(), b.array(), bAt, c, to, cStride,
              c, to, cStride);
        }
      }
      p += BLOCK_DEPTH;
    } while (p < k);
  }
}
