package dev.octet.kernel.plain;

import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.FloatTile;

/**
 * {@link ByteTile} of 8 rows by 128 columns, for C2 to vectorise. Each pass of the inner loop takes
 * four rows of the panel into one row of sums. C2 25 makes vector code of it because the panel and
 * the sums differ in element type, so that they cannot be the same memory; the loop is long, since
 * what it does before and after its vector part costs as much as 16 columns.
 */
final class PlainByteTile8x128 implements ByteTile {
  private static final int COLUMNS = 128;
  private static final int STRIDE = FloatTile.STRIDE;

  @Override
  public int rows() {
    return 8;
  }

  @Override
  public int columns() {
    return COLUMNS;
  }

  @Override
  public void multiply(
      int rows, int depth, float[] a, int aAt, byte[] b, int bAt, float[] c, int cAt) {
    int p = 0;
    for (; p + 4 <= depth; p += 4) {
      for (int i = 0; i < rows; i++) {
        add4(a, aAt + i * STRIDE + p, b, bAt + p * COLUMNS, c, cAt + i * COLUMNS, COLUMNS);
      }
    }
    for (; p < depth; p++) {
      for (int i = 0; i < rows; i++) {
        add1(a[aAt + i * STRIDE + p], b, bAt + p * COLUMNS, c, cAt + i * COLUMNS, COLUMNS);
      }
    }
  }

  private static void add4(float[] a, int aAt, byte[] b, int bAt, float[] c, int cAt, int n) {
    float a0 = a[aAt];
    float a1 = a[aAt + 1];
    float a2 = a[aAt + 2];
    float a3 = a[aAt + 3];
    for (int j = 0; j < n; j++) {
      c[cAt + j] +=
          a0 * b[bAt + j]
              + a1 * b[bAt + COLUMNS + j]
              + a2 * b[bAt + 2 * COLUMNS + j]
              + a3 * b[bAt + 3 * COLUMNS + j];
    }
  }

  private static void add1(float a, byte[] b, int bAt, float[] c, int cAt, int n) {
    for (int j = 0; j < n; j++) {
      c[cAt + j] += a * b[bAt + j];
    }
  }
}
