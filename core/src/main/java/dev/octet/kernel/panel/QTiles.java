package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;

/**
 * Integer products of packed rows with packed weights, tile by tile, either way: weights become
 * floats block by block ({@link FloatTile}), or are read as bytes ({@link ByteTile}).
 */
final class QTiles {
  private final FloatTile floats;
  private final ByteTile bytes;
  private final OutputStage output;
  private final Widening widening;

  private QTiles(FloatTile floats, ByteTile bytes, OutputStage output, Widening widening) {
    this.floats = floats;
    this.bytes = bytes;
    this.output = output;
    this.widening = widening;
  }

  static QTiles of(FloatTile tile, OutputStage output, Widening widening) {
    return new QTiles(tile, null, output, widening);
  }

  static QTiles of(ByteTile tile, OutputStage output, Widening widening) {
    return new QTiles(null, tile, output, widening);
  }

  /**
   * One product's weights, and where results go.
   *
   * @param b weights
   * @param stage what becomes of accumulators
   * @param firstColumn the column of the result that the first row of B gives
   * @param resultRow the row of the result that a row of A gives
   * @param context scratch
   */
  record Product(
      PackedWeights b,
      QStage stage,
      int firstColumn,
      IntUnaryOperator resultRow,
      KernelContext context) {}

  int columns() {
    return floats == null ? bytes.columns() : floats.columns();
  }

  int rows() {
    return floats == null ? bytes.rows() : floats.rows();
  }

  Widening widening() {
    return widening;
  }

  OutputStage output() {
    return output;
  }

  MacroLoop.Job job(RowSource a, Product product) {
    return new MacroLoop.Job(
        a,
        Tasks.ceilDiv(product.b.n(), columns()),
        (left, leftRow, row, rows, from, to) ->
            multiply(product, left, leftRow, row, rows, from, to));
  }

  private void multiply(
      Product product, LeftRows left, int leftRow, int row, int rows, int from, int to) {
    int columns = columns();
    KernelContext context = product.context;
    int[] acc = context.ints(rows * columns);
    int[] sums = product.b.zeroPoints() == null ? null : context.ints(rows);
    try {
      for (int i = 0; sums != null && i < rows; i++) {
        sums[i] = left.sum(leftRow + i, product.b.k());
      }
      for (int panel = from; panel < to; panel++) {
        int j = panel * columns;
        if (floats == null) {
          multiplyBytes(product, left, leftRow, rows, j, acc);
        } else {
          multiplyFloats(product, left, leftRow, rows, j, acc);
        }
        for (int i = 0; i < rows; i++) {
          int sum = sums == null ? 0 : sums[i];
          store(product, row + i, j, sum, acc, i * columns);
        }
      }
    } finally {
      context.release(acc);
      if (sums != null) {
        context.release(sums);
      }
    }
  }

  private void multiplyBytes(
      Product product, LeftRows left, int leftRow, int rows, int j, int[] acc) {
    int columns = columns();
    PackedWeights b = product.b;
    float[] tile = product.context.floats(bytes.rows() * columns);
    try {
      Arrays.fill(acc, 0, rows * columns, 0);
      for (int p = 0; p < b.k(); p += FloatTile.DEPTH) {
        int depth = Math.min(FloatTile.DEPTH, b.k() - p);
        int bAt = j * b.k() + p * columns;
        for (int i = 0; i < rows; i += bytes.rows()) {
          int n = Math.min(bytes.rows(), rows - i);
          int aAt = left.at(leftRow + i, p);
          bytes.multiply(n, depth, left.values(), aAt, b.panels(), bAt, tile);
          add(tile, n * columns, acc, i * columns);
        }
      }
    } finally {
      product.context.release(tile);
    }
  }

  private void multiplyFloats(
      Product product, LeftRows left, int leftRow, int rows, int j, int[] acc) {
    int columns = columns();
    PackedWeights b = product.b;
    float[] tile = product.context.floats(floats.rows() * columns);
    float[] block = product.context.floats(FloatTile.DEPTH * columns + FloatTile.SLACK);
    try {
      Arrays.fill(acc, 0, rows * columns, 0);
      for (int p = 0; p < b.k(); p += FloatTile.DEPTH) {
        int depth = Math.min(FloatTile.DEPTH, b.k() - p);
        int bAt = j * b.k() + p * columns;
        widening.widen(b.panels(), bAt, depth * columns, false, 0, block, 0);
        for (int i = 0; i < rows; i += floats.rows()) {
          int n = Math.min(floats.rows(), rows - i);
          int aAt = left.at(leftRow + i, p);
          float[] zeros = PanelFloatGemm.ZEROS;
          floats.multiply(n, depth, left.values(), aAt, block, 0, zeros, 0, 0, tile, 0, columns);
          add(tile, n * columns, acc, i * columns);
        }
      }
    } finally {
      product.context.release(tile);
      product.context.release(block);
    }
  }

  private static void add(float[] tile, int n, int[] acc, int at) {
    for (int i = 0; i < n; i++) {
      acc[at + i] += (int) tile[i];
    }
  }

  /** The zero points of weights come out here: {@code sum(a * (w - z)) = sum(a * w) - z sum(a)}. */
  private void store(Product product, int row, int j, int sum, int[] acc, int at) {
    PackedWeights b = product.b;
    int n = Math.min(columns(), b.n() - j);
    if (b.zeroPoints() != null) {
      output.subtract(acc, at, n, b.zeroPoints(), j, sum);
    }
    output.store(
        acc, at, n, product.stage, product.resultRow.applyAsInt(row), product.firstColumn + j);
  }
}
