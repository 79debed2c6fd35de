package dev.octet.kernel.panel;

import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm.QActivations;

/**
 * Rows of A in the order in which tiles read them: K is cut into blocks of {@link FloatTile#DEPTH},
 * and a block holds its piece of every row, {@link FloatTile#STRIDE} apart. Integers become floats,
 * less their zero points: from -255 to 255.
 *
 * <pre>
 * block 0                              block 1
 * A[0][0]   ... A[0][255]   (16 free)  A[0][256]   ...
 * A[1][0]   ... A[1][255]   (16 free)  A[1][256]   ...
 * ...
 * </pre>
 *
 * @param values the floats, borrowed
 * @param rows how many rows there are
 * @param space rows of a block, a multiple of the tile's; those beyond {@code rows} hold rubbish
 */
record LeftRows(float[] values, int rows, int space) {
  /** Floats that are packed at a time: 4 MiB. */
  private static final int MOST = 1 << 20;

  /** Elements that a task packs: some 20 µs. */
  private static final int TASK = 1 << 16;

  private interface Filler {
    void fill(int fromRow, int toRow);
  }

  /** How many of the given rows are packed at a time. */
  static int chunk(int rows, int k, int tileRows) {
    int perRow = blocks(k) * FloatTile.STRIDE;
    int most = Math.max(1, MOST / perRow / tileRows) * tileRows;
    return Math.min(rows, most);
  }

  private static int blocks(int k) {
    return Math.max(1, Tasks.ceilDiv(k, FloatTile.DEPTH));
  }

  private static LeftRows borrow(int rows, int k, int tileRows, KernelContext context) {
    int space = Tasks.ceilDiv(rows, tileRows) * tileRows;
    return new LeftRows(context.floats(space * blocks(k) * FloatTile.STRIDE), rows, space);
  }

  static LeftRows of(QActivations a, int firstRow, int rows, int tileRows, KernelContext context) {
    LeftRows left = borrow(rows, a.cols(), tileRows, context);
    left.fill(a.cols(), context, (from, to) -> left.fill(a, firstRow, from, to));
    return left;
  }

  static LeftRows of(FloatMatrix a, int firstRow, int rows, int tileRows, KernelContext context) {
    LeftRows left = borrow(rows, a.cols(), tileRows, context);
    left.fill(a.cols(), context, (from, to) -> left.fill(a, firstRow, from, to));
    return left;
  }

  private void fill(int k, KernelContext context, Filler filler) {
    int perTask = Math.max(1, TASK / Math.max(1, k));
    if (rows <= perTask) {
      filler.fill(0, rows);
    } else {
      context.parallel(
          Tasks.ceilDiv(rows, perTask),
          t -> filler.fill(t * perTask, Math.min(rows, (t + 1) * perTask)));
    }
  }

  /** Where the piece of a row lies that begins with column p, the first of a block. */
  int at(int row, int p) {
    return (p / FloatTile.DEPTH * space + row) * FloatTile.STRIDE;
  }

  private void fill(QActivations a, int firstRow, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = firstRow + i;
      int at = a.offset() + row * a.rowStride();
      for (int p = 0; p < a.cols(); p += FloatTile.DEPTH) {
        int n = Math.min(FloatTile.DEPTH, a.cols() - p);
        if (a.unsigned()) {
          unsigned(a.array(), at + p, n, a.zeroPoint(row), values, at(i, p));
        } else {
          signed(a.array(), at + p, n, a.zeroPoint(row), values, at(i, p));
        }
      }
    }
  }

  private static void unsigned(byte[] q, int at, int n, int zeroPoint, float[] to, int toAt) {
    for (int p = 0; p < n; p++) {
      to[toAt + p] = (q[at + p] & 0xff) - zeroPoint;
    }
  }

  private static void signed(byte[] q, int at, int n, int zeroPoint, float[] to, int toAt) {
    for (int p = 0; p < n; p++) {
      to[toAt + p] = q[at + p] - zeroPoint;
    }
  }

  private void fill(FloatMatrix a, int firstRow, int from, int to) {
    for (int i = from; i < to; i++) {
      int row = a.offset() + (firstRow + i) * a.rowStride();
      for (int p = 0; p < a.cols(); p += FloatTile.DEPTH) {
        int n = Math.min(FloatTile.DEPTH, a.cols() - p);
        FloatPacking.gather(a.array(), row + p * a.colStride(), a.colStride(), n, values, at(i, p));
      }
    }
  }
}
