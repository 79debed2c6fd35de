package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import java.util.Arrays;

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
 *   <li>{@link FloatTile}: rows of A become floats, less their zero points. A task goes through its
 *       panels, and through K in blocks: it widens a block of the panel to floats that stay in the
 *       first-level cache, multiplies it with all its rows, and adds the tiles to int32
 *       accumulators.
 *   <li>{@link ByteTile}: the same, without widening.
 *   <li>{@link ByteRow}: for few rows, where widening would cost more than the product. Each row
 *       streams the panel's bytes by itself.
 * </ul>
 *
 * <p>The zero points of weights, where there are any, come out at the end: {@code sum(a * (w - z))
 * = sum(a * w) - z * sum(a)}.
 */
public final class PanelQGemm implements QGemm {
  /** Rows up to which {@link ByteRow} is faster than {@link FloatTile}, measured. */
  private static final int FEW_ROWS = 8;

  private final ByteRow row;
  private final FloatTile floats;
  private final ByteTile bytes;
  private final OutputStage output;
  private final int columns;

  private PanelQGemm(ByteRow row, FloatTile floats, ByteTile bytes, OutputStage output) {
    this.row = row;
    this.floats = floats;
    this.bytes = bytes;
    this.output = output;
    this.columns = floats == null ? bytes.columns() : floats.columns();
    assert row == null || row.columns() == columns;
  }

  /**
   * Makes a kernel that reads weights as bytes.
   *
   * @param tile the micro-kernel
   * @param output what turns accumulators into results
   * @return a kernel
   */
  public static PanelQGemm ofBytes(ByteTile tile, OutputStage output) {
    return new PanelQGemm(null, null, tile, output);
  }

  /**
   * Makes a kernel that widens weights, unless rows are few.
   *
   * @param row the micro-kernel for few rows
   * @param tile the micro-kernel for many, of as many columns
   * @param output what turns accumulators into results
   * @return a kernel
   */
  public static PanelQGemm ofFloats(ByteRow row, FloatTile tile, OutputStage output) {
    return new PanelQGemm(row, tile, null, output);
  }

  /**
   * What the tasks of one product share. {@code left} or {@code pairs} holds rows of A; {@code
   * sums} their sums, where weights have zero points.
   */
  private record Product(
      QActivations a,
      LeftRows left,
      int[] pairs,
      int[] sums,
      PackedWeights b,
      QStage stage,
      int firstRow,
      KernelContext context) {}

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    return PackedWeights.pack(b, offset, n, k, unsigned, zeroPoints, columns, row != null);
  }

  @Override
  public void multiply(QActivations a, QPanels b, QStage stage, KernelContext context) {
    PackedWeights weights = (PackedWeights) b;
    if (a.rows() == 0 || weights.n() == 0) {
      return;
    }
    int[] sums = weights.zeroPoints() == null ? null : RowSums.of(a, context);
    try {
      if (row != null && a.rows() <= FEW_ROWS) {
        int[] pairs = PairRows.of(a, context);
        run(new Product(a, null, pairs, sums, weights, stage, 0, context), a.rows(), 1);
        context.release(pairs);
      } else {
        multiplyTiles(a, sums, weights, stage, context);
      }
    } finally {
      if (sums != null) {
        context.release(sums);
      }
    }
  }

  private void multiplyTiles(
      QActivations a, int[] sums, PackedWeights b, QStage stage, KernelContext context) {
    int tileRows = floats == null ? bytes.rows() : floats.rows();
    int chunk = LeftRows.chunk(a.rows(), a.cols(), tileRows);
    for (int first = 0; first < a.rows(); first += chunk) {
      int rows = Math.min(chunk, a.rows() - first);
      LeftRows left = LeftRows.of(a, first, rows, tileRows, context);
      run(new Product(a, left, null, sums, b, stage, first, context), rows, tileRows);
      context.release(left.values());
    }
  }

  private void run(Product product, int rows, int tileRows) {
    int panels = Tasks.ceilDiv(product.b.n(), columns);
    Tasks tasks = Tasks.cut(rows, panels, tileRows, columns, product.b.k());
    if (tasks.count() == 1) {
      task(tasks, 0, product);
    } else {
      product.context.parallel(tasks.count(), t -> task(tasks, t, product));
    }
  }

  private void task(Tasks tasks, int t, Product product) {
    int first = tasks.firstRow(t);
    int rows = tasks.rowsOf(t);
    int[] acc = product.context.ints(rows * columns);
    try {
      for (int panel = tasks.firstPanel(t); panel < tasks.endPanel(t); panel++) {
        int j = panel * columns;
        if (product.pairs != null) {
          multiplyRows(product, first, rows, j, acc);
        } else if (floats == null) {
          multiplyBytes(product, first, rows, j, acc);
        } else {
          multiplyFloats(product, first, rows, j, acc);
        }
        for (int i = 0; i < rows; i++) {
          store(product, product.firstRow + first + i, j, acc, i * columns);
        }
      }
    } finally {
      product.context.release(acc);
    }
  }

  private void multiplyRows(Product product, int first, int rows, int j, int[] acc) {
    PackedWeights b = product.b;
    int n = Math.min(columns, b.n() - j);
    for (int i = 0; i < rows; i++) {
      int at = i * columns;
      row.multiply(b.k(), product.pairs, (first + i) * b.k(), b.panels(), j * b.k(), acc, at);
      output.subtract(acc, at, n, b.sums(), j, PairRows.zeroPoint(product.a, first + i));
    }
  }

  private void multiplyBytes(Product product, int first, int rows, int j, int[] acc) {
    PackedWeights b = product.b;
    float[] left = product.left.values();
    float[] tile = product.context.floats(bytes.rows() * columns);
    try {
      Arrays.fill(acc, 0, rows * columns, 0);
      for (int p = 0; p < b.k(); p += FloatTile.DEPTH) {
        int depth = Math.min(FloatTile.DEPTH, b.k() - p);
        int bAt = j * b.k() + p * columns;
        for (int i = 0; i < rows; i += bytes.rows()) {
          int n = Math.min(bytes.rows(), rows - i);
          bytes.multiply(n, depth, left, product.left.at(first + i, p), b.panels(), bAt, tile);
          add(tile, n * columns, acc, i * columns);
        }
      }
    } finally {
      product.context.release(tile);
    }
  }

  private void multiplyFloats(Product product, int first, int rows, int j, int[] acc) {
    PackedWeights b = product.b;
    float[] left = product.left.values();
    float[] tile = product.context.floats(floats.rows() * columns);
    float[] block = product.context.floats(FloatTile.DEPTH * columns);
    try {
      Arrays.fill(acc, 0, rows * columns, 0);
      for (int p = 0; p < b.k(); p += FloatTile.DEPTH) {
        int depth = Math.min(FloatTile.DEPTH, b.k() - p);
        widen(b.panels(), j * b.k() + p * columns, depth * columns, block);
        for (int i = 0; i < rows; i += floats.rows()) {
          int n = Math.min(floats.rows(), rows - i);
          int aAt = product.left.at(first + i, p);
          floats.multiply(
              n, depth, left, aAt, block, 0, PanelFloatGemm.ZEROS, 0, 0, tile, 0, columns);
          add(tile, n * columns, acc, i * columns);
        }
      }
    } finally {
      product.context.release(tile);
      product.context.release(block);
    }
  }

  private static void widen(byte[] from, int at, int n, float[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i];
    }
  }

  private static void add(float[] tile, int n, int[] acc, int at) {
    for (int i = 0; i < n; i++) {
      acc[at + i] += (int) tile[i];
    }
  }

  private void store(Product product, int r, int j, int[] acc, int at) {
    PackedWeights b = product.b;
    int n = Math.min(columns, b.n() - j);
    if (b.zeroPoints() != null) {
      output.subtract(acc, at, n, b.zeroPoints(), j, product.sums[r]);
    }
    switch (product.stage) {
      case QStage.Int32 s ->
          System.arraycopy(acc, at, s.c(), s.offset() + r * s.rowStride() + j, n);
      case QStage.Requantize s -> output.requantize(acc, at, n, s, r, j);
      case QStage.Dequantize s -> output.dequantize(acc, at, n, s, r, j);
    }
  }
}
