package dev.octet.kernel.panel;

/**
 * How a product is cut: C is a grid of row blocks by panel ranges, one task each.
 *
 * @param rows rows of C
 * @param panels panels of columns
 * @param blockRows rows of a block, a multiple of the tile's
 * @param blocks row blocks
 * @param rangePanels panels of a range
 * @param ranges panel ranges
 */
record Tasks(int rows, int panels, int blockRows, int blocks, int rangePanels, int ranges) {
  /** A block's rows of one panel's accumulators stay in the first-level cache. */
  private static final int MAX_ROWS = 128;

  /**
   * Multiply-accumulates of a task: 12 to 40 µs of vector code, 150 µs of plain loops. Long enough
   * to hide what a task costs, short enough to share one layer of a small model between threads.
   */
  private static final long TASK = 1_500_000;

  static int blockRows(int rows, int tileRows) {
    int blocks = Math.max(1, ceilDiv(rows, MAX_ROWS));
    return Math.max(1, ceilDiv(ceilDiv(rows, blocks), tileRows)) * tileRows;
  }

  static Tasks cut(int rows, int panels, int tileRows, int columns, int k) {
    int blockRows = blockRows(rows, tileRows);
    long perPanel = Math.max(1, (long) Math.min(rows, blockRows) * columns * k);
    int ranges = ceilDiv(panels, Math.clamp(TASK / perPanel, 1, panels));
    int rangePanels = ceilDiv(panels, ranges);
    return new Tasks(
        rows,
        panels,
        blockRows,
        ceilDiv(rows, blockRows),
        rangePanels,
        ceilDiv(panels, rangePanels));
  }

  int count() {
    return blocks * ranges;
  }

  /** Row blocks run fastest, so that neighbours in time read the same panels. */
  int firstRow(int task) {
    return task % blocks * blockRows;
  }

  int rowsOf(int task) {
    return Math.min(blockRows, rows - firstRow(task));
  }

  int firstPanel(int task) {
    return task / blocks * rangePanels;
  }

  int endPanel(int task) {
    return Math.min(panels, firstPanel(task) + rangePanels);
  }

  static int ceilDiv(int a, int b) {
    return (a + b - 1) / b;
  }
}
