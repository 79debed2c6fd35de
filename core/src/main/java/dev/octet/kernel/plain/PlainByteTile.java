package dev.octet.kernel.plain;

import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.Pieces;
import java.util.Arrays;

/**
 * {@link ByteTile} of 8 rows, for C2 to vectorise. Each pass of the inner loop takes four rows of
 * the panel into one row of sums. C2 25 makes vector code of it because the panel and the sums
 * differ in element type, so that they cannot be the same memory. 128 columns are best, since what
 * the loop does before and after its vector part costs as much as 16; fewer are for few outputs.
 *
 * @param columns of a tile
 */
record PlainByteTile(int columns) implements ByteTile {
  @Override
  public int rows() {
    return 8;
  }

  @Override
  public void multiply(
      int rows,
      Pieces pieces,
      int from,
      int end,
      float[] x,
      int[] at,
      int first,
      byte[] b,
      int bAt,
      float[] c) {
    Arrays.fill(c, 0, rows * columns, 0f);
    int row = bAt;
    for (int t = from; t < end; t++) {
      int offset = pieces.offsets()[t];
      int depth = pieces.lengths()[t];
      int p = 0;
      for (; p + 4 <= depth; p += 4) {
        for (int i = 0; i < rows; i++) {
          add4(x, at[first + i] + offset + p, b, row + p * columns, c, i * columns, columns);
        }
      }
      for (; p < depth; p++) {
        for (int i = 0; i < rows; i++) {
          add1(x[at[first + i] + offset + p], b, row + p * columns, c, i * columns, columns);
        }
      }
      row += depth * columns;
    }
  }

  private static void add4(float[] a, int aAt, byte[] b, int bAt, float[] c, int cAt, int n) {
    float a0 = a[aAt];
    float a1 = a[aAt + 1];
    float a2 = a[aAt + 2];
    float a3 = a[aAt + 3];
    for (int j = 0; j < n; j++) {
      c[cAt + j] +=
          a0 * b[bAt + j] + a1 * b[bAt + n + j] + a2 * b[bAt + 2 * n + j] + a3 * b[bAt + 3 * n + j];
    }
  }

  private static void add1(float a, byte[] b, int bAt, float[] c, int cAt, int n) {
    for (int j = 0; j < n; j++) {
      c[cAt + j] += a * b[bAt + j];
    }
  }
}
