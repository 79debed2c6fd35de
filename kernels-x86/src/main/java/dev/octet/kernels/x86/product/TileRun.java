package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;
import dev.octet.kernels.x86.machine.Caller;

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
    record Strided(byte[] array, long offset, long stride, long bytes, int count) implements Rows {}

    /**
     * Rows by offsets.
     *
     * @param array where the image lies
     * @param offset what offsets count from, in bytes
     * @param bytes that may be read from there on
     * @param table {@code [tile][tap][row]}
     * @param taps how many
     * @param zeroRow what offset -1 means
     * @param firstRow where the first row's result goes, among the stage's rows
     */
    record Offsets(
        byte[] array,
        long offset,
        long bytes,
        int[] table,
        int taps,
        byte[] zeroRow,
        int count,
        int firstRow)
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
    byte[] left;
    long leftFrom;
    long leftBytes;
    int[] table = Caller.NO_INTS;
    long tableFrom = 0;
    byte[] zeroRow = Caller.NO_BYTES;
    int zeroBytes = 0;
    int resultRow = row;
    if (a instanceof Rows.Strided s) {
      p[TileParams.TAPS] = 1;
      p[TileParams.STEPS] = b.steps();
      p[TileParams.A_STRIDE] = Math.toIntExact(s.stride);
      left = s.array;
      leftFrom = s.offset + row * s.stride;
      leftBytes = (rows - 1) * s.stride + s.bytes;
    } else {
      Rows.Offsets o = (Rows.Offsets) a;
      p[TileParams.TAPS] = o.taps;
      p[TileParams.STEPS] = b.steps() / o.taps;
      p[TileParams.A_STRIDE] = 0;
      left = o.array;
      leftFrom = o.offset;
      leftBytes = o.bytes;
      zeroRow = o.zeroRow;
      zeroBytes = 4 * p[TileParams.STEPS];
      table = o.table;
      tableFrom = 4L * row * o.taps;
      resultRow = o.firstRow + row;
    }
    int column = firstColumn + firstOf;
    caller.call(
        codes.get(key, tileRows),
        left,
        leftFrom,
        leftBytes,
        b.from(firstPanel, panels),
        p,
        stage.c,
        stage.resultsFrom(resultRow, column),
        stage.resultsBytes(rows, columns),
        stage.bias,
        stage.scales,
        stage.columnsFrom(column),
        stage.columnsBytes(columns),
        stage.x,
        stage.secondFrom(resultRow, column),
        stage.secondBytes(rows, columns),
        rowZeros == null ? Caller.NO_INTS : rowZeros,
        rowZeros == null ? 0 : 4L * row,
        rowZeros == null ? 0 : 4L * rows,
        table,
        tableFrom,
        table == Caller.NO_INTS ? 0 : 4L * rows * p[TileParams.TAPS],
        zeroRow,
        zeroBytes);
  }
}
