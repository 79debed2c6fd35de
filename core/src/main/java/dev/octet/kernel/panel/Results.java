package dev.octet.kernel.panel;

import dev.octet.kernel.QStage;

/**
 * Where accumulators go.
 *
 * @param output what turns them into results
 * @param stage which results
 */
record Results(OutputStage output, QStage stage) {
  /** Stores rows of sums that are exact as floats. */
  void store(float[] sums, int at, int stride, int rows, int n, int row, int column) {
    switch (stage) {
      case QStage.Int32 s -> {
        for (int i = 0; i < rows; i++) {
          int to = s.offset() + (row + i) * s.rowStride() + column;
          toIntegers(sums, at + i * stride, n, s.c(), to);
        }
      }
      case QStage.Requantize s -> output.requantize(sums, at, stride, rows, n, s, row, column);
      case QStage.RequantizeAdd s ->
          output.requantizeAdd(sums, at, stride, rows, n, s, row, column);
      case QStage.Dequantize s -> output.dequantize(sums, at, stride, rows, n, s, row, column);
    }
  }

  /** Stores rows of integers, by way of as many floats, without gaps. */
  void store(int[] acc, int at, int rows, int n, int row, int column, int stride, float[] floats) {
    if (stage instanceof QStage.Int32 s) {
      for (int i = 0; i < rows; i++) {
        int to = s.offset() + (row + i) * s.rowStride() + column;
        System.arraycopy(acc, at + i * stride, s.c(), to, n);
      }
    } else {
      toFloats(acc, at, rows * stride, floats);
      store(floats, 0, stride, rows, n, row, column);
    }
  }

  private static void toFloats(int[] acc, int at, int n, float[] floats) {
    for (int i = 0; i < n; i++) {
      floats[i] = acc[at + i];
    }
  }

  /** Floats that are integers, and not beyond int32. */
  static void toIntegers(float[] sums, int at, int n, int[] acc, int to) {
    for (int i = 0; i < n; i++) {
      acc[to + i] = (int) sums[at + i];
    }
  }

  static void addIntegers(float[] sums, int n, int[] acc, int to) {
    for (int i = 0; i < n; i++) {
      acc[to + i] += (int) sums[i];
    }
  }
}
