package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatGemm.FloatPanels;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.product.Schedule;
import dev.octet.kernels.x86.product.Tiles;
import java.lang.foreign.MemorySegment;

/**
 * A float product on its way through the micro-kernels.
 *
 * @param caller how code is called
 * @param codes micro-kernels
 * @param key which of them
 * @param a where rows are
 * @param b weights
 * @param stage what becomes of sums
 * @param firstColumn the stage's column where the first panel's results go
 */
record FloatRun(
    Caller caller,
    FloatTileCodes codes,
    FloatTileKey key,
    FloatRows a,
    FloatPanels b,
    FloatStage stage,
    int firstColumn) {
  /** Multiply-accumulates of a call: at most some 100 µs. */
  private static final long CALL = 10_000_000;

  void run(KernelContext context) {
    int k = b.k();
    Tiles tiles = Tiles.of(a.count(), key.maxRows());
    new Schedule(tiles, key.maxRows(), b.n(), key.columns(), 4L * k, k, CALL)
        .run(context, FloatTileParams.COUNT, this::call);
  }

  /** Tiles of as many rows each. */
  private void call(Tiles tiles, int from, int end, int firstPanel, int panels, int[] p) {
    int row = tiles.firstRow(from);
    int rows = tiles.firstRow(end) - row;
    int firstOf = firstPanel * key.columns();
    int columns = Math.min(panels * key.columns(), b.n() - firstOf);
    p[FloatTileParams.TILES] = end - from;
    p[FloatTileParams.PANELS] = panels;
    p[FloatTileParams.LAST_COLUMNS] = columns - (panels - 1) * key.columns();
    p[FloatTileParams.C_STRIDE] = stage.rowStride();
    p[FloatTileParams.X_STRIDE] = stage.addendStride();
    p[FloatTileParams.LEAST] = Float.floatToRawIntBits(stage.lo());
    p[FloatTileParams.GREATEST] = Float.floatToRawIntBits(stage.hi());
    MemorySegment left;
    MemorySegment table = Machine.NONE;
    MemorySegment zeroRow = Machine.NONE;
    int resultRow = row;
    switch (a) {
      case FloatRows.Strided s -> {
        p[FloatTileParams.TAPS] = 1;
        p[FloatTileParams.DEPTH] = b.k();
        p[FloatTileParams.A_STRIDE] = s.stride();
        long first = s.offset() + (long) row * s.stride();
        long length = b.k() == 0 ? 0 : (rows - 1L) * s.stride() + b.k();
        left = Runs.of(s.array(), length == 0 ? 0 : first, length);
      }
      case FloatRows.Offsets o -> {
        p[FloatTileParams.TAPS] = o.taps();
        p[FloatTileParams.DEPTH] = b.k() / o.taps();
        p[FloatTileParams.A_STRIDE] = 0;
        left = o.image();
        zeroRow = o.zeroRow();
        table = MemorySegment.ofArray(o.table()).asSlice(4L * row * o.taps(), 4L * rows * o.taps());
        resultRow = o.firstRow() + row;
      }
    }
    int column = firstColumn + firstOf;
    long bytes = 4L * key.columns() * b.k();
    caller.call(
        codes.get(key, tiles.rowsOf(from)),
        left,
        MemorySegment.ofArray(b.array()).asSlice(firstPanel * bytes, panels * bytes),
        MemorySegment.ofArray(p).asSlice(0, 4L * FloatTileParams.COUNT),
        Runs.results(stage, resultRow, rows, column, columns),
        Runs.orNone(stage.bias(), column, columns),
        Machine.NONE,
        Runs.second(stage, resultRow, rows, column, columns),
        Machine.NONE,
        table,
        zeroRow);
  }
}
