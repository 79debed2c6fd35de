package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;

/**
 * A product on its way through the micro-kernels: cuts rows into tiles that are as equal as can be
 * (49 = 7 x 7), and work into calls.
 *
 * @param caller how code is called
 * @param codes micro-kernels
 * @param key which of them
 * @param a where rows are
 * @param zeroPoint A's zero point as an unsigned byte
 * @param rowZeros zero points of rows as unsigned bytes, or null
 * @param b weights
 * @param stage what becomes of sums
 * @param firstColumn the stage's column where the first panel's results go
 */
record TileRun(
    Caller caller,
    TileCodes codes,
    TileKey key,
    Rows a,
    int zeroPoint,
    int[] rowZeros,
    Panels b,
    StageOperands stage,
    int firstColumn) {
  /** Multiply-accumulates of a call: at most some 100 µs. */
  private static final long CALL = 40_000_000;

  /** Where rows of A are. */
  sealed interface Rows {
    /** How many. */
    int count();

    /**
     * Rows at a constant distance.
     *
     * @param array the memory of all
     * @param offset of the first, in bytes
     * @param stride between them, in bytes
     * @param bytes of one
     */
    record Strided(MemorySegment array, long offset, long stride, long bytes, int count)
        implements Rows {}

    /**
     * Rows by offsets.
     *
     * @param image what offsets count from
     * @param table {@code [tile][tap][row]}
     * @param taps how many
     * @param zeroRow what offset -1 means
     * @param firstRow where the first row's result goes, among the stage's rows
     */
    record Offsets(
        MemorySegment image, int[] table, int taps, MemorySegment zeroRow, int count, int firstRow)
        implements Rows {}
  }

  /** Multiplies. */
  void run(KernelContext context) {
    Schedule schedule =
        new Schedule(
            Tiles.of(a.count(), key.maxRows()),
            key.maxRows(),
            b.n(),
            key.columns(),
            4L * b.steps(),
            4L * b.steps(),
            CALL);
    schedule.run(context, TileParams.COUNT, this::call);
  }

  /** Tiles of as many rows each. */
  private void call(Tiles tiles, int from, int end, int firstPanel, int panels, int[] p) {
    int tileRows = tiles.rowsOf(from);
    int row = tiles.firstRow(from);
    int rows = (end - from) * tileRows;
    int firstOf = firstPanel * key.columns();
    int columns = Math.min(panels * key.columns(), b.n() - firstOf);
    stage.put(p);
    p[TileParams.TILES] = end - from;
    p[TileParams.PANELS] = panels;
    p[TileParams.ZERO_POINT] = zeroPoint;
    p[TileParams.LAST_COLUMNS] = columns - (panels - 1) * key.columns();
    MemorySegment left;
    MemorySegment table = Machine.NONE;
    MemorySegment zeroRow = Machine.NONE;
    int resultRow = row;
    switch (a) {
      case Rows.Strided s -> {
        p[TileParams.TAPS] = 1;
        p[TileParams.STEPS] = b.steps();
        p[TileParams.A_STRIDE] = Math.toIntExact(s.stride);
        left = s.array.asSlice(s.offset + row * s.stride, (rows - 1) * s.stride + s.bytes);
      }
      case Rows.Offsets o -> {
        p[TileParams.TAPS] = o.taps;
        p[TileParams.STEPS] = b.steps() / o.taps;
        p[TileParams.A_STRIDE] = 0;
        left = o.image;
        zeroRow = o.zeroRow;
        table = MemorySegment.ofArray(o.table).asSlice(4L * row * o.taps, 4L * rows * o.taps);
        resultRow = o.firstRow + row;
      }
    }
    int column = firstColumn + firstOf;
    caller.call(
        codes.get(key, tileRows),
        left,
        b.from(firstPanel, panels),
        MemorySegment.ofArray(p),
        stage.results(resultRow, rows, column, columns),
        stage.bias(column, columns),
        stage.scales(column, columns),
        stage.second(resultRow, rows, column, columns),
        rowZeros == null
            ? Machine.NONE
            : MemorySegment.ofArray(rowZeros).asSlice(4L * row, 4L * rows),
        table,
        zeroRow);
  }
}
