package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QStage;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * Integer products of rows with packed weights, tile by tile, either way: weights are read as bytes
 * ({@link ByteTile}), or become floats block by block ({@link FloatTile}).
 */
final class QTiles {
  /** Products whose sums are exact as floats, in any order: 512 * 255 * 128 < 2^24. */
  static final int EXACT = 512;

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
   * One right-hand side.
   *
   * @param b weights
   * @param firstColumn the column of the result that its first row gives
   * @param shift where its inputs begin, from a row's position on
   */
  record Bundle(PackedWeights b, int firstColumn, int shift) {}

  /**
   * Right-hand sides of the same rows, and where results go.
   *
   * @param bundles right-hand sides of equally many rows and columns
   * @param results what becomes of accumulators
   * @param resultRow the row of the result that a row of A gives; null where they are the same
   * @param context scratch
   */
  record Product(
      List<Bundle> bundles, Results results, IntUnaryOperator resultRow, KernelContext context) {
    private boolean hasZeroPoints() {
      for (int i = 0; i < bundles.size(); i++) {
        if (bundles.get(i).b.zeroPoints() != null) {
          return true;
        }
      }
      return false;
    }
  }

  int columns() {
    return floats == null ? bytes.columns() : floats.columns();
  }

  private int rows() {
    return floats == null ? bytes.rows() : floats.rows();
  }

  Tiling tiling() {
    return new Tiling(rows(), EXACT);
  }

  Widening widening() {
    return widening;
  }

  OutputStage output() {
    return output;
  }

  Results results(QStage stage) {
    return new Results(output, stage);
  }

  MacroLoop.Job job(RowSource a, Product product) {
    int perBundle = Tasks.ceilDiv(product.bundles.getFirst().b.n(), columns());
    boolean zeroPoints = product.hasZeroPoints();
    return new MacroLoop.Job(
        a,
        product.bundles.size() * perBundle,
        (left, first, rows, from, to) ->
            multiply(product, perBundle, zeroPoints, left, first, rows, from, to));
  }

  private void multiply(
      Product product,
      int perBundle,
      boolean zeroPoints,
      Left left,
      int first,
      int rows,
      int from,
      int to) {
    KernelContext context = product.context;
    int columns = columns();
    boolean integers = zeroPoints || left.pieces().blocks() > 1;
    // No object for the two: there are hundreds of tasks in a forward of a network.
    float[] sums = context.floats(rows() * columns + blockFloats());
    int[] acc = integers ? context.ints(rowSumsAt(rows) + rows) : null;
    try {
      for (int panel = from; panel < to; panel++) {
        Bundle bundle = product.bundles.get(panel / perBundle);
        int j = panel % perBundle * columns;
        Pieces pieces = left.pieces().shifted(bundle.shift);
        if (zeroPoints && (panel == from || j == 0)) {
          for (int i = 0; i < rows; i++) {
            acc[rowSumsAt(rows) + i] = left.sum(first + i, pieces);
          }
        }
        panel(product, bundle, j, left, pieces, first, rows, sums, acc);
      }
    } finally {
      context.release(sums);
      if (acc != null) {
        context.release(acc);
      }
    }
  }

  /** A block of widened weights, which lies behind the sums of a tile. */
  private int blockFloats() {
    return floats == null ? 0 : EXACT * columns() + FloatTile.SLACK;
  }

  /** Where sums of rows lie behind the accumulators of so many. */
  private int rowSumsAt(int rows) {
    return (rows + rows()) * columns();
  }

  /**
   * Sums of a block are exact as floats; those of several are added up as integers.
   *
   * @param sums of a tile, and a block of widened weights
   * @param acc integers of all rows, and the sums of rows; null where neither is needed
   */
  private void panel(
      Product product,
      Bundle bundle,
      int j,
      Left left,
      Pieces pieces,
      int first,
      int rows,
      float[] sums,
      int[] acc) {
    int columns = columns();
    PackedWeights b = bundle.b;
    int blocks = pieces.blocks();
    for (int block = 0; block < blocks; block++) {
      int bAt = j * b.k() + pieces.depths()[block] * columns;
      if (floats != null) {
        int n = (pieces.depths()[block + 1] - pieces.depths()[block]) * columns;
        widening.widen(b.panels(), bAt, n, false, 0, sums, rows() * columns);
      }
      for (int i = 0; i < rows; i += rows()) {
        int n = Math.min(rows(), rows - i);
        tile(n, pieces, block, left, first + i, b, bAt, sums);
        if (acc == null) {
          store(product, bundle, j, left.firstRow() + first + i, n, sums, null, 0);
          continue;
        }
        if (block == 0) {
          Results.toIntegers(sums, 0, n * columns, acc, i * columns);
        } else {
          Results.addIntegers(sums, n * columns, acc, i * columns);
        }
        if (block == blocks - 1) {
          subtractZeroPoints(b, j, i, n, acc, rowSumsAt(rows));
          store(product, bundle, j, left.firstRow() + first + i, n, sums, acc, i * columns);
        }
      }
    }
  }

  private void tile(
      int n, Pieces pieces, int block, Left left, int at, PackedWeights b, int bAt, float[] sums) {
    int from = pieces.begin(block);
    int end = pieces.end(block);
    if (floats == null) {
      bytes.multiply(n, pieces, from, end, left.x(), left.at(), at, b.panels(), bAt, sums);
    } else {
      floats.multiply(
          n,
          pieces,
          from,
          end,
          left.x(),
          left.at(),
          at,
          sums,
          rows() * columns(),
          FloatTiles.ZEROS,
          0,
          0,
          sums,
          0,
          columns());
    }
  }

  /** The zero points of weights come out here: {@code sum(a * (w - z)) = sum(a * w) - z sum(a)}. */
  private void subtractZeroPoints(PackedWeights b, int j, int i, int n, int[] acc, int rowSums) {
    if (b.zeroPoints() != null) {
      int width = Math.min(columns(), b.n() - j);
      for (int r = i; r < i + n; r++) {
        output.subtract(acc, r * columns(), width, b.zeroPoints(), j, acc[rowSums + r]);
      }
    }
  }

  /** Stores a tile: sums, or integers if there are any, by way of the sums. */
  private void store(
      Product product, Bundle bundle, int j, int row, int n, float[] sums, int[] acc, int accAt) {
    int columns = columns();
    int width = Math.min(columns, bundle.b.n() - j);
    int column = bundle.firstColumn + j;
    Results results = product.results;
    int each = product.resultRow == null ? n : 1;
    for (int i = 0; i < n; i += each) {
      int to = product.resultRow == null ? row : product.resultRow.applyAsInt(row + i);
      if (acc == null) {
        results.store(sums, i * columns, columns, each, width, to, column);
      } else {
        results.store(acc, accAt + i * columns, each, width, to, column, columns, sums);
      }
    }
  }
}
