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
  /** Blocks of K whose sums are exact as floats: 512 * 255 * 128 < 2^24. */
  private static final int EXACT_BLOCKS = 2;

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

  /** What one task needs: a block of widened weights, sums as floats, and as integers. */
  private record Scratch(float[] block, float[] sums, int[] acc) {
    static Scratch borrow(int n, int columns, KernelContext context) {
      return new Scratch(
          context.floats(FloatTile.DEPTH * columns + FloatTile.SLACK),
          context.floats(n),
          context.ints(n));
    }

    void release(KernelContext context) {
      context.release(block);
      context.release(sums);
      context.release(acc);
    }
  }

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
    Scratch scratch = Scratch.borrow(rows * columns, columns, context);
    int[] sums = product.b.zeroPoints() == null ? null : context.ints(rows);
    try {
      for (int i = 0; sums != null && i < rows; i++) {
        sums[i] = left.sum(leftRow + i, product.b.k());
      }
      for (int panel = from; panel < to; panel++) {
        int j = panel * columns;
        multiplyPanel(product, left, leftRow, rows, j, scratch);
        for (int i = 0; i < rows; i++) {
          int sum = sums == null ? 0 : sums[i];
          store(product, row + i, j, sum, scratch.acc, i * columns);
        }
      }
    } finally {
      scratch.release(context);
      if (sums != null) {
        context.release(sums);
      }
    }
  }

  /** Sums of up to two blocks of K are exact as floats; then they are added up as integers. */
  private void multiplyPanel(
      Product product, LeftRows left, int leftRow, int rows, int j, Scratch scratch) {
    int columns = columns();
    int k = product.b.k();
    int n = rows * columns;
    if (k == 0) {
      Arrays.fill(scratch.acc, 0, n, 0);
    }
    for (int p = 0; p < k; p += FloatTile.DEPTH) {
      int depth = Math.min(FloatTile.DEPTH, k - p);
      boolean first = p / FloatTile.DEPTH % EXACT_BLOCKS == 0;
      if (floats == null) {
        multiplyBytes(product.b, left, leftRow, rows, j, p, depth, first, scratch);
      } else {
        multiplyFloats(product.b, left, leftRow, rows, j, p, depth, first, scratch);
      }
      boolean last = p + FloatTile.DEPTH >= k;
      if (last || p / FloatTile.DEPTH % EXACT_BLOCKS == EXACT_BLOCKS - 1) {
        if (p < EXACT_BLOCKS * FloatTile.DEPTH) {
          set(scratch.sums, n, scratch.acc);
        } else {
          add(scratch.sums, n, scratch.acc);
        }
      }
    }
  }

  private void multiplyBytes(
      PackedWeights b,
      LeftRows left,
      int leftRow,
      int rows,
      int j,
      int p,
      int depth,
      boolean first,
      Scratch scratch) {
    int columns = columns();
    int bAt = j * b.k() + p * columns;
    if (first) {
      Arrays.fill(scratch.sums, 0, rows * columns, 0f);
    }
    for (int i = 0; i < rows; i += bytes.rows()) {
      int n = Math.min(bytes.rows(), rows - i);
      int aAt = left.at(leftRow + i, p);
      bytes.multiply(n, depth, left.values(), aAt, b.panels(), bAt, scratch.sums, i * columns);
    }
  }

  private void multiplyFloats(
      PackedWeights b,
      LeftRows left,
      int leftRow,
      int rows,
      int j,
      int p,
      int depth,
      boolean first,
      Scratch scratch) {
    int columns = columns();
    float[] block = scratch.block;
    float[] sums = scratch.sums;
    widening.widen(b.panels(), j * b.k() + p * columns, depth * columns, false, 0, block, 0);
    float[] start = first ? PanelFloatGemm.ZEROS : sums;
    int stride = first ? 0 : columns;
    for (int i = 0; i < rows; i += floats.rows()) {
      int n = Math.min(floats.rows(), rows - i);
      int aAt = left.at(leftRow + i, p);
      int from = i * stride;
      int to = i * columns;
      floats.multiply(
          n, depth, left.values(), aAt, block, 0, start, from, stride, sums, to, columns);
    }
  }

  static void set(float[] sums, int n, int[] acc) {
    for (int i = 0; i < n; i++) {
      acc[i] = (int) sums[i];
    }
  }

  static void add(float[] sums, int n, int[] acc) {
    for (int i = 0; i < n; i++) {
      acc[i] += (int) sums[i];
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
