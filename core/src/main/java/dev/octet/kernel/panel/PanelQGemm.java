package dev.octet.kernel.panel;

import dev.octet.kernel.KernelContext;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import java.util.Arrays;

/**
 * {@link QGemm} around micro-kernels of float arithmetic. Packed weights stay one byte each, in
 * panels as wide as the tile:
 *
 * <pre>
 * panel 0                             panel 1
 * B[0][0]   B[1][0]   ... B[w-1][0]   | B[w][0]   ...        w = tile columns, signed bytes
 * B[0][1]   B[1][1]   ... B[w-1][1]   | B[w][1]   ...
 * ...                                 |
 * B[0][K-1] B[1][K-1] ... B[w-1][K-1] | B[w][K-1] ...        the last panel is padded with zeros
 * </pre>
 *
 * <p>Rows of A are widened to floats, less their zero points, once. Then each task goes through its
 * panels, and through K in blocks: it widens a block of the panel into scratch that stays in the
 * first-level cache, multiplies it with all its rows, and adds the tiles to int32 accumulators.
 * Where rows are few, weights go to the micro-kernel as bytes instead. The zero points of weights,
 * where there are any, come out at the end: {@code sum(a * (w - z)) = sum(a * w) - z * sum(a)}.
 */
public final class PanelQGemm implements QGemm {
  /** The most products whose sum is exact in float: {@code 514 * 255 * 128 < 2^24}. */
  public static final int EXACT_DEPTH = 514;

  private static final float[] ZEROS = new float[PanelFloatGemm.MAX_COLUMNS];

  /** Depth of a block of widened weights: 32 KiB of a panel of 32 columns. */
  private static final int BLOCK_DEPTH = 256;

  /** Depth of a block of weights read as bytes. */
  private static final int BYTE_DEPTH = 512;

  /** Floats of A that are widened at a time: 4 MiB. */
  private static final int WIDENED = 1 << 20;

  private final ByteTile bytes;
  private final FloatTile floats;
  private final OutputStage output;

  /**
   * Makes a kernel.
   *
   * @param bytes the micro-kernel for products of few rows
   * @param floats the micro-kernel for all others, of as many columns; null where {@code bytes}
   *     does these best too
   * @param output what turns accumulators into results
   */
  public PanelQGemm(ByteTile bytes, FloatTile floats, OutputStage output) {
    assert floats == null || bytes.columns() == floats.columns();
    this.bytes = bytes;
    this.floats = floats;
    this.output = output;
  }

  @Override
  public QPanels pack(byte[] b, int offset, int n, int k, boolean unsigned, int[] zeroPoints) {
    return PackedWeights.pack(b, offset, n, k, unsigned, zeroPoints, bytes.columns());
  }

  @Override
  public void multiply(QActivations a, QPanels b, QStage stage, KernelContext context) {
    PackedWeights weights = (PackedWeights) b;
    if (a.rows() == 0 || weights.n() == 0) {
      return;
    }
    int chunk = Math.clamp(WIDENED / Math.max(1, WideRows.stride(a.cols())), 1, a.rows());
    for (int row = 0; row < a.rows(); row += chunk) {
      int rows = Math.min(chunk, a.rows() - row);
      WideRows wide = WideRows.of(a, row, rows, weights.zeroPoints() != null, context);
      try {
        run(wide, weights, stage, context);
      } finally {
        wide.release(context);
      }
    }
  }

  private void run(WideRows a, PackedWeights b, QStage stage, KernelContext context) {
    boolean few = floats == null || a.rows() <= bytes.rows();
    int panels = Tasks.ceilDiv(b.n(), bytes.columns());
    int tileRows = few ? bytes.rows() : floats.rows();
    Tasks tasks = Tasks.cut(a.rows(), panels, tileRows, bytes.columns(), b.k());
    if (tasks.count() == 1) {
      task(tasks, 0, few, a, b, stage, context);
    } else {
      context.parallel(tasks.count(), t -> task(tasks, t, few, a, b, stage, context));
    }
  }

  private void task(
      Tasks tasks,
      int t,
      boolean few,
      WideRows a,
      PackedWeights b,
      QStage stage,
      KernelContext context) {
    int columns = bytes.columns();
    int row = tasks.firstRow(t);
    int rows = tasks.rowsOf(t);
    int tileRows = few ? bytes.rows() : floats.rows();
    int[] acc = context.ints(rows * columns);
    float[] tile = context.floats(tileRows * columns);
    float[] block = few ? null : context.floats(BLOCK_DEPTH * columns);
    try {
      for (int panel = tasks.firstPanel(t); panel < tasks.endPanel(t); panel++) {
        int j = panel * columns;
        Arrays.fill(acc, 0, rows * columns, 0);
        if (few) {
          multiplyBytes(a, row, rows, b, j * b.k(), tile, acc);
        } else {
          multiplyFloats(a, row, rows, b, j * b.k(), block, tile, acc);
        }
        store(a, row, rows, b, j, acc, stage);
      }
    } finally {
      context.release(acc);
      context.release(tile);
      if (block != null) {
        context.release(block);
      }
    }
  }

  private void multiplyBytes(
      WideRows a, int row, int rows, PackedWeights b, int bAt, float[] tile, int[] acc) {
    int columns = bytes.columns();
    for (int p = 0; p < b.k(); p += BYTE_DEPTH) {
      int depth = Math.min(BYTE_DEPTH, b.k() - p);
      for (int i = 0; i < rows; i += bytes.rows()) {
        int tileRows = Math.min(bytes.rows(), rows - i);
        bytes.multiply(
            tileRows,
            depth,
            a.values(),
            (row + i) * a.stride() + p,
            a.stride(),
            b.panels(),
            bAt + p * columns,
            tile,
            0,
            columns);
        add(tile, tileRows * columns, acc, i * columns);
      }
    }
  }

  private void multiplyFloats(
      WideRows a,
      int row,
      int rows,
      PackedWeights b,
      int bAt,
      float[] block,
      float[] tile,
      int[] acc) {
    int columns = floats.columns();
    for (int p = 0; p < b.k(); p += BLOCK_DEPTH) {
      int depth = Math.min(BLOCK_DEPTH, b.k() - p);
      widen(b.panels(), bAt + p * columns, depth * columns, block);
      for (int i = 0; i < rows; i += floats.rows()) {
        int tileRows = Math.min(floats.rows(), rows - i);
        floats.multiply(
            tileRows,
            depth,
            a.values(),
            (row + i) * a.stride() + p,
            a.stride(),
            block,
            0,
            ZEROS,
            0,
            0,
            tile,
            0,
            columns);
        add(tile, tileRows * columns, acc, i * columns);
      }
    }
  }

  private static void widen(byte[] from, int at, int n, float[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = from[at + i];
    }
  }

  private static void add(float[] tile, int n, int[] acc, int at) {
    for (int i = 0; i < n; i++) {
      acc[at + i] += (int) tile[i];
    }
  }

  private void store(
      WideRows a, int row, int rows, PackedWeights b, int j, int[] acc, QStage stage) {
    int columns = bytes.columns();
    int n = Math.min(columns, b.n() - j);
    for (int i = 0; i < rows; i++) {
      int at = i * columns;
      if (b.zeroPoints() != null) {
        int sum = a.sums()[row + i];
        for (int c = 0; c < n; c++) {
          acc[at + c] -= b.zeroPoints()[j + c] * sum;
        }
      }
      int r = a.firstRow() + row + i;
      switch (stage) {
        case QStage.Int32 s ->
            System.arraycopy(acc, at, s.c(), s.offset() + r * s.rowStride() + j, n);
        case QStage.Requantize s -> output.requantize(acc, at, n, s, r, j);
        case QStage.Dequantize s -> output.dequantize(acc, at, n, s, r, j);
      }
    }
  }
}
