package dev.octet.kernel.panel;

import dev.octet.kernel.FloatMatrix;
import java.util.Arrays;

/** Copies of float matrices in the order in which micro-kernels read them. */
final class FloatPacking {
  private FloatPacking() {}

  /** Packs B, N rows of K, into panels of {@code columns} rows of B each, the last one padded. */
  static void panels(FloatMatrix b, int columns, float[] into) {
    for (int j = 0; j < b.rows(); j += columns) {
      panel(b, j, Math.min(columns, b.rows() - j), columns, into, j * b.cols());
    }
  }

  private static void panel(
      FloatMatrix b, int firstRow, int rows, int columns, float[] into, int at) {
    int k = b.cols();
    if (rows < columns) {
      Arrays.fill(into, at, at + k * columns, 0f);
    }
    int from = b.offset() + firstRow * b.rowStride();
    if (b.rowStride() == 1) {
      for (int p = 0; p < k; p++) {
        System.arraycopy(b.array(), from + p * b.colStride(), into, at + p * columns, rows);
      }
      return;
    }
    int j = 0;
    for (; j + 8 <= rows; j += 8) {
      eightRows(b, from + j * b.rowStride(), into, at + j, columns);
    }
    for (; j < rows; j++) {
      int row = from + j * b.rowStride();
      for (int p = 0; p < k; p++) {
        into[at + p * columns + j] = b.array()[row + p * b.colStride()];
      }
    }
  }

  /** Eight rows at a time: whole cache lines are read while half lines are written. */
  private static void eightRows(FloatMatrix b, int from, float[] into, int at, int columns) {
    float[] array = b.array();
    int stride = b.rowStride();
    int step = b.colStride();
    int x = from;
    int y = at;
    for (int p = 0; p < b.cols(); p++, x += step, y += columns) {
      into[y] = array[x];
      into[y + 1] = array[x + stride];
      into[y + 2] = array[x + 2 * stride];
      into[y + 3] = array[x + 3 * stride];
      into[y + 4] = array[x + 4 * stride];
      into[y + 5] = array[x + 5 * stride];
      into[y + 6] = array[x + 6 * stride];
      into[y + 7] = array[x + 7 * stride];
    }
  }

  /** Copies n elements, {@code step} apart, so that they have no gaps. */
  static void gather(float[] from, int at, int step, int n, float[] to, int toAt) {
    for (int p = 0; p < n; p++) {
      to[toAt + p] = from[at + p * step];
    }
  }
}
