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

  /** Bytes of A that stay in the second-level cache while panels pass. */
  private static final int BLOCK = 384 << 10;

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

  /** Tiles that rows are cut into: {@code more} of {@code rows + 1}, then the others of rows. */
  record Tiles(int count, int rows, int more) {
    static Tiles of(int rows, int most) {
      int count = (rows + most - 1) / most;
      return new Tiles(count, count == 0 ? 0 : rows / count, count == 0 ? 0 : rows % count);
    }

    int rowsOf(int tile) {
      return tile < more ? rows + 1 : rows;
    }

    int firstRow(int tile) {
      return tile * rows + Math.min(tile, more);
    }
  }

  /** Multiplies. */
  void run(KernelContext context) {
    Tiles tiles = Tiles.of(a.count(), key.maxRows());
    int panels = (b.n() + key.columns() - 1) / key.columns();
    int blockTiles = blockTiles(tiles, panels);
    long perPanel = Math.max(1L, (long) blockTiles * key.maxRows() * key.columns() * b.steps() * 4);
    int threads = context.threads();
    int blocks = (tiles.count() + blockTiles - 1) / blockTiles;
    int perCall = Math.clamp(CALL / perPanel, 1, panels);
    if (threads > 1) {
      int wanted = Math.max(1, (3 * threads + blocks - 1) / blocks);
      perCall = Math.min(perCall, Math.max(1, panels / wanted));
    }
    int ranges = (panels + perCall - 1) / perCall;
    int panelsEach = (panels + ranges - 1) / ranges;
    if (threads == 1 || blocks * ranges == 1) {
      int[] p = context.ints(TileParams.COUNT);
      for (int block = 0; block < blocks; block++) {
        for (int range = 0; range < ranges; range++) {
          part(tiles, block * blockTiles, blockTiles, range * panelsEach, panelsEach, panels, p);
        }
      }
      context.release(p);
      return;
    }
    context.parallel(
        blocks * ranges,
        task -> {
          int[] p = context.ints(TileParams.COUNT);
          int from = task % blocks * blockTiles;
          part(tiles, from, blockTiles, task / blocks * panelsEach, panelsEach, panels, p);
          context.release(p);
        });
  }

  private int blockTiles(Tiles tiles, int panels) {
    long perTile = (long) key.maxRows() * b.steps() * 4;
    long byCache = Math.max(1, BLOCK / Math.max(1, perTile));
    long byTime = Math.max(1, CALL / Math.max(1, perTile * key.columns()));
    int most = (int) Math.min(tiles.count(), Math.min(panels == 1 ? byTime : byCache, byTime));
    int blocks = (tiles.count() + most - 1) / most;
    return (tiles.count() + blocks - 1) / blocks;
  }

  private void part(
      Tiles tiles, int from, int most, int firstPanel, int panelsEach, int panels, int[] p) {
    int end = Math.min(tiles.count(), from + most);
    int some = Math.min(panelsEach, panels - firstPanel);
    int middle = Math.clamp(tiles.more(), from, end);
    call(tiles, from, middle, firstPanel, some, p);
    call(tiles, middle, end, firstPanel, some, p);
  }

  /** Tiles of as many rows each. */
  private void call(Tiles tiles, int from, int end, int firstPanel, int panels, int[] p) {
    if (from == end || panels <= 0) {
      return;
    }
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
