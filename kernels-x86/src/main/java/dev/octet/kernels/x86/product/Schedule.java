package dev.octet.kernels.x86.product;

import dev.octet.kernel.KernelContext;

/**
 * How a product is cut into calls: blocks of tiles, whose rows of A stay in the second-level cache
 * while panels pass, and ranges of panels. Results do not depend on it.
 *
 * @param tiles tiles of rows
 * @param mostRows the most rows of a tile
 * @param n columns of the result
 * @param columns columns of a panel
 * @param rowBytes bytes of a row of A
 * @param k products of a sum
 * @param call multiply-accumulates of a call: at most some 100 µs
 */
public record Schedule(
    Tiles tiles, int mostRows, int n, int columns, long rowBytes, long k, long call) {
  /** Bytes of A that stay in the second-level cache while panels pass. */
  private static final int BLOCK = 384 << 10;

  /** One call. */
  public interface Part {
    /**
     * Multiplies some tiles of as many rows each by some panels.
     *
     * @param tiles all tiles
     * @param from the first of these
     * @param end the one after the last
     * @param firstPanel the first panel
     * @param panels how many
     * @param p room for parameters
     */
    void call(Tiles tiles, int from, int end, int firstPanel, int panels, int[] p);
  }

  /**
   * Makes all calls.
   *
   * @param context threads
   * @param parameters how many a call has
   * @param part what makes one
   */
  public void run(KernelContext context, int parameters, Part part) {
    int panels = (n + columns - 1) / columns;
    int blockTiles = blockTiles(panels);
    long perPanel = Math.max(1L, (long) blockTiles * mostRows * columns * k);
    int threads = context.threads();
    int blocks = (tiles.count() + blockTiles - 1) / blockTiles;
    int perCall = Math.clamp(call / perPanel, 1, panels);
    if (threads > 1) {
      int wanted = Math.max(1, (3 * threads + blocks - 1) / blocks);
      perCall = Math.min(perCall, Math.max(1, panels / wanted));
    }
    int ranges = (panels + perCall - 1) / perCall;
    int panelsEach = (panels + ranges - 1) / ranges;
    if (threads == 1 || blocks * ranges == 1) {
      int[] p = context.ints(parameters);
      for (int block = 0; block < blocks; block++) {
        for (int range = 0; range < ranges; range++) {
          block(part, block * blockTiles, blockTiles, range * panelsEach, panelsEach, p);
        }
      }
      context.release(p);
      return;
    }
    context.parallel(
        blocks * ranges,
        task -> {
          int[] p = context.ints(parameters);
          int from = task % blocks * blockTiles;
          block(part, from, blockTiles, task / blocks * panelsEach, panelsEach, p);
          context.release(p);
        });
  }

  private int blockTiles(int panels) {
    long perTile = mostRows * rowBytes;
    long byCache = Math.max(1, BLOCK / Math.max(1, perTile));
    long byTime = Math.max(1, call / Math.max(1, mostRows * k * columns));
    int most = (int) Math.min(tiles.count(), Math.min(panels == 1 ? byTime : byCache, byTime));
    int blocks = (tiles.count() + most - 1) / most;
    return (tiles.count() + blocks - 1) / blocks;
  }

  private void block(Part part, int from, int most, int firstPanel, int panelsEach, int[] p) {
    int end = Math.min(tiles.count(), from + most);
    int panels = (n + columns - 1) / columns;
    int some = Math.min(panelsEach, panels - firstPanel);
    int middle = Math.clamp(tiles.more(), from, end);
    if (some > 0 && from < middle) {
      part.call(tiles, from, middle, firstPanel, some, p);
    }
    if (some > 0 && middle < end) {
      part.call(tiles, middle, end, firstPanel, some, p);
    }
  }
}
