package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import java.util.List;

/**
 * {@link QGemm} around micro-kernels. Packed weights stay one byte each, in panels as wide as the
 * tile:
 *
 * <pre>
 * panel 0                             panel 1
 * B[0][0]   B[1][0]   ... B[w-1][0]   | B[w][0]   ...        w = tile columns, signed bytes
 * B[0][1]   B[1][1]   ... B[w-1][1]   | B[w][1]   ...
 * ...                                 |
 * B[0][K-1] B[1][K-1] ... B[w-1][K-1] | B[w][K-1] ...        the last panel is padded with zeros
 * </pre>
 *
 * <p>A product goes one of three ways, by what micro-kernels there are and by its number of rows:
 *
 * <ul>
 *   <li>{@link ByteTile}: rows of A become floats, less their zero points. A task goes through its
 *       panels, through K in blocks whose sums are exact as floats, and through its rows tile by
 *       tile. Where there is more than one block, tiles are added up as int32.
 *   <li>{@link FloatTile}: the same, but each block of the panel first becomes floats too.
 *   <li>{@link ByteRow}: for few rows, where a tile would be half empty. Each row streams the
 *       panel's bytes by itself.
 * </ul>
 */
public final class PanelQGemm implements QGemm {
  /** Rows up to which {@link ByteRow} is faster than a tile, measured. */
  private static final int FEW_ROWS = 6;

  private final ByteRow row;
  private final QTiles tiles;

  private PanelQGemm(ByteRow row, QTiles tiles) {
    this.row = row;
    this.tiles = tiles;
    assert row == null || row.columns() == tiles.columns();
  }

  /**
   * Makes a kernel that reads weights as bytes.
   *
   * @param row the micro-kernel for few rows, of as many columns; null: the other serves
   * @param tile the micro-kernel
   * @param output what turns accumulators into results
   * @param widening what makes floats of activations
   * @return a kernel
   */
  public static PanelQGemm ofBytes(
      ByteRow row, ByteTile tile, OutputStage output, Widening widening) {
    return new PanelQGemm(row, QTiles.of(tile, output, widening));
  }

  /**
   * Makes a kernel that widens weights, unless rows are few.
   *
   * @param row the micro-kernel for few rows
   * @param tile the micro-kernel for many, of as many columns
   * @param output what turns accumulators into results
   * @param widening what makes floats of integers
   * @return a kernel
   */
  public static PanelQGemm ofFloats(
      ByteRow row, FloatTile tile, OutputStage output, Widening widening) {
    return new PanelQGemm(row, QTiles.of(tile, output, widening));
  }

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    int columns = tiles.columns();
    return PackedWeights.pack(b, offset, n, k, unsigned, zeroPoints, columns, row != null);
  }

  @Override
  public QPanels pack(QMatrix b, KernelContext context) {
    return PackedWeights.borrow(b, tiles.columns(), row != null, context);
  }

  @Override
  public void release(QPanels b, KernelContext context) {
    ((PackedWeights) b).release(context);
  }

  @Override
  public void multiply(QActivations a, QPanels b, QStage stage, KernelContext context) {
    PackedWeights weights = (PackedWeights) b;
    if (a.rows() == 0 || weights.n() == 0) {
      return;
    }
    if (row != null && a.rows() <= FEW_ROWS) {
      multiplyRows(a, weights, stage, context);
      return;
    }
    QTiles.Product product =
        new QTiles.Product(
            List.of(new QTiles.Bundle(weights, 0, 0)), tiles.results(stage), null, context);
    MacroLoop.Job job = tiles.job(new ByteRows(a, tiles.widening()), product);
    MacroLoop.run(List.of(job), tiles.tiling(), tiles.columns(), context);
  }

  private void multiplyRows(QActivations a, PackedWeights b, QStage stage, KernelContext context) {
    Results results = tiles.results(stage);
    int[] pairs = PairRows.of(a, context);
    try {
      int panels = Tasks.ceilDiv(b.n(), row.columns());
      Tasks tasks = Tasks.cut(a.rows(), panels, 1, row.columns(), b.k());
      context.parallel(
          tasks.count(),
          t -> {
            int[] acc = context.ints(row.columns());
            float[] floats = context.floats(row.columns());
            try {
              for (int panel = tasks.firstPanel(t); panel < tasks.endPanel(t); panel++) {
                for (int i = 0; i < a.rows(); i++) {
                  multiplyRow(a, i, b, panel * row.columns(), results, pairs, acc, floats);
                }
              }
            } finally {
              context.release(acc);
              context.release(floats);
            }
          });
    } finally {
      context.release(pairs);
    }
  }

  private void multiplyRow(
      QActivations a,
      int i,
      PackedWeights b,
      int j,
      Results results,
      int[] pairs,
      int[] acc,
      float[] floats) {
    int n = Math.min(row.columns(), b.n() - j);
    row.multiply(b.k(), pairs, i * b.k(), b.panels(), j * b.k(), acc, 0);
    OutputStage output = tiles.output();
    output.subtract(acc, 0, n, b.sums(), j, PairRows.zeroPoint(a, i));
    if (b.zeroPoints() != null) {
      output.subtract(acc, 0, n, b.zeroPoints(), j, PairRows.sum(a, i, pairs, b.k()));
    }
    results.store(acc, 0, 1, n, i, j, n, floats);
  }
}
