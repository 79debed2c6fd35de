package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import java.util.Arrays;

/**
 * Some rows of A as micro-kernels read them. One thread goes through many blocks of rows with one
 * of these.
 */
final class Left {
  /** Floats that all tasks share at a time: 4 MiB. */
  static final int MOST = 1 << 20;

  private final float[] x;
  private final boolean borrowed;
  private final int[] at;
  private final Pieces pieces;
  private final int rows;
  private final int parts;
  private final int perPart;
  private int firstRow;

  /**
   * Rows.
   *
   * @param x where their elements lie
   * @param borrowed whether x is scratch, and not the operand itself
   * @param at positions of rows, borrowed; for as many rows as tiles have
   * @param pieces what lies where from those positions on
   * @param firstRow the first one's number in A
   * @param rows how many
   * @param parts parts that have to be made before anything is read
   * @param perPart elements of a part
   */
  Left(
      float[] x,
      boolean borrowed,
      int[] at,
      Pieces pieces,
      int firstRow,
      int rows,
      int parts,
      int perPart) {
    this.x = x;
    this.borrowed = borrowed;
    this.at = at;
    this.pieces = pieces;
    this.firstRow = firstRow;
    this.rows = rows;
    this.parts = parts;
    this.perPart = perPart;
  }

  float[] x() {
    return x;
  }

  int[] at() {
    return at;
  }

  Pieces pieces() {
    return pieces;
  }

  int firstRow() {
    return firstRow;
  }

  int rows() {
    return rows;
  }

  int parts() {
    return parts;
  }

  int perPart() {
    return perPart;
  }

  /** As many other rows, in the same scratch; those read in place lie {@code stride} apart. */
  void moveTo(int row, int stride) {
    if (!borrowed) {
      int by = (row - firstRow) * stride;
      for (int i = 0; i < at.length; i++) {
        at[i] += by;
      }
    }
    firstRow = row;
  }

  /** Writes a piece of a row: floats from somewhere to where they belong. */
  interface Piece {
    void copy(int from, int n, float[] to, int toAt);
  }

  /** Rows side by side in scratch, each a part; rows spread over the sets of a cache. */
  static Left packed(
      int firstRow, int rows, int k, Pieces pieces, Tiling tiling, KernelContext context) {
    int stride = stride(k);
    int[] at = context.ints(space(rows, tiling));
    position(at, rows, tiling, 0, stride);
    float[] x = context.floats(rows * stride);
    return new Left(x, true, at, pieces, firstRow, rows, rows, k);
  }

  /** Rows of a matrix where they are. */
  static Left inPlace(
      float[] x,
      int offset,
      int rowStride,
      int firstRow,
      int rows,
      Pieces pieces,
      Tiling tiling,
      KernelContext context) {
    int[] at = context.ints(space(rows, tiling));
    position(at, rows, tiling, offset + firstRow * rowStride, rowStride);
    return new Left(x, false, at, pieces, firstRow, rows, 0, 0);
  }

  static int space(int rows, Tiling tiling) {
    return Tasks.ceilDiv(rows, tiling.rows()) * tiling.rows();
  }

  private static void position(int[] at, int rows, Tiling tiling, int first, int stride) {
    for (int i = 0; i < rows; i++) {
      at[i] = first + i * stride;
    }
    repeatLast(at, rows, tiling);
  }

  /** Rows of the last tile that are not there are read like the last one, and not stored. */
  static void repeatLast(int[] at, int rows, Tiling tiling) {
    Arrays.fill(at, rows, space(rows, tiling), at[rows - 1]);
  }

  private static int stride(int k) {
    int stride = Tasks.ceilDiv(k, FloatTile.SLACK) * FloatTile.SLACK + FloatTile.SLACK;
    return stride % 1024 == 0 ? stride + FloatTile.SLACK : stride;
  }

  /** Blocks of rows of a matrix. */
  static Blocks blocks(int rows, Tiling tiling) {
    return Blocks.of(1, rows, Tasks.blockRows(rows, tiling.rows()));
  }

  /** Chunks of rows of a matrix, packed. */
  static Blocks chunks(int rows, int k, Tiling tiling) {
    int most = Math.max(1, MOST / stride(k) / tiling.rows()) * tiling.rows();
    return Blocks.of(1, rows, Math.min(rows, most));
  }

  /** Writes columns p to p + n of the i-th row. */
  void put(int i, int p, int n, int from, Piece piece) {
    piece.copy(from, n, x, at[i] + p);
  }

  /** Writes zeros to columns p to p + n of the i-th row. */
  void zeros(int i, int p, int n) {
    Arrays.fill(x, at[i] + p, at[i] + p + n, 0f);
  }

  /** The sum of a row of integers, exact: at most 33,025 times 255. */
  int sum(int i, Pieces of) {
    int sum = 0;
    for (int t = 0; t < of.offsets().length; t++) {
      int begin = at[i] + of.offsets()[t];
      for (int p = begin; p < begin + of.lengths()[t]; p++) {
        sum += (int) x[p];
      }
    }
    return sum;
  }

  void release(KernelContext context) {
    context.release(at);
    if (borrowed) {
      context.release(x);
    }
  }
}
