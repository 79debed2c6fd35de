package dev.octet.kernels.x86.product;

/**
 * Tiles that rows are cut into, as equal as can be (49 = 7 x 7): {@code more} of {@code rows + 1},
 * then the others of {@code rows}.
 *
 * @param count how many tiles
 * @param rows rows of the lower ones
 * @param more how many have one row more
 */
public record Tiles(int count, int rows, int more) {
  /**
   * Cuts.
   *
   * @param rows how many there are
   * @param most rows of a tile
   * @return as few tiles as can be
   */
  public static Tiles of(int rows, int most) {
    int count = (rows + most - 1) / most;
    return new Tiles(count, count == 0 ? 0 : rows / count, count == 0 ? 0 : rows % count);
  }

  /** {@return the rows of a tile} */
  public int rowsOf(int tile) {
    return tile < more ? rows + 1 : rows;
  }

  /** {@return the first row of a tile} */
  public int firstRow(int tile) {
    return tile * rows + Math.min(tile, more);
  }
}
