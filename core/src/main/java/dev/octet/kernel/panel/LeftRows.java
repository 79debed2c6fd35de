package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import java.util.Arrays;

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
 * @param space rows of a block, a multiple of the tile's; those beyond the rows of A hold rubbish
 */
record LeftRows(float[] values, int space) {
  /** Floats that all tasks share at a time: 4 MiB. */
  private static final int MOST = 1 << 20;

  /** Elements that a task packs: some 20 µs. */
  private static final int TASK = 1 << 16;

  /** Writes a piece of a row: floats from somewhere to where they belong. */
  interface Piece {
    void copy(int from, int n, float[] to, int toAt);
  }

  /** How many of the given rows are packed at a time where all tasks share them. */
  static int chunk(int rows, int k, int tileRows) {
    int perRow = blocks(k) * FloatTile.STRIDE;
    int most = Math.max(1, MOST / perRow / tileRows) * tileRows;
    return Math.min(rows, most);
  }

  private static int blocks(int k) {
    return Math.max(1, Tasks.ceilDiv(k, FloatTile.DEPTH));
  }

  /** Packs rows on this thread. */
  static LeftRows pack(
      RowSource source, int firstRow, int rows, int tileRows, KernelContext context) {
    LeftRows left = borrow(rows, source.cols(), tileRows, context);
    left.fill(source, firstRow, 0, rows);
    return left;
  }

  /** Packs rows on all threads. */
  static LeftRows packShared(
      RowSource source, int firstRow, int rows, int tileRows, KernelContext context) {
    LeftRows left = borrow(rows, source.cols(), tileRows, context);
    int perTask = Math.max(1, TASK / Math.max(1, source.cols()));
    if (rows <= perTask) {
      left.fill(source, firstRow, 0, rows);
    } else {
      context.parallel(
          Tasks.ceilDiv(rows, perTask),
          t -> left.fill(source, firstRow, t * perTask, Math.min(rows, (t + 1) * perTask)));
    }
    return left;
  }

  private static LeftRows borrow(int rows, int k, int tileRows, KernelContext context) {
    int space = Tasks.ceilDiv(rows, tileRows) * tileRows;
    return new LeftRows(context.floats(space * blocks(k) * FloatTile.STRIDE), space);
  }

  private void fill(RowSource source, int firstRow, int from, int to) {
    source.copy(firstRow + from, to - from, this, from);
  }

  /** Where the piece of a row lies that begins with column p, the first of a block. */
  int at(int row, int p) {
    return (p / FloatTile.DEPTH * space + row) * FloatTile.STRIDE;
  }

  /** Writes columns p to p + n of a row, in pieces that do not leave their block. */
  void put(int row, int p, int n, int from, Piece piece) {
    for (int done = 0; done < n; ) {
      int inBlock = (p + done) % FloatTile.DEPTH;
      int length = Math.min(n - done, FloatTile.DEPTH - inBlock);
      piece.copy(from + done, length, values, at(row, p + done) + inBlock);
      done += length;
    }
  }

  /** Writes zeros to columns p to p + n of a row. */
  void zeros(int row, int p, int n) {
    for (int done = 0; done < n; ) {
      int inBlock = (p + done) % FloatTile.DEPTH;
      int length = Math.min(n - done, FloatTile.DEPTH - inBlock);
      int to = at(row, p + done) + inBlock;
      Arrays.fill(values, to, to + length, 0f);
      done += length;
    }
  }

  /** The sum of a row of integers, exact: at most 33,025 times 255. */
  int sum(int row, int k) {
    int sum = 0;
    for (int p = 0; p < k; p += FloatTile.DEPTH) {
      int at = at(row, p);
      int n = Math.min(FloatTile.DEPTH, k - p);
      for (int i = 0; i < n; i++) {
        sum += (int) values[at + i];
      }
    }
    return sum;
  }
}
