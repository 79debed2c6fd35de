package dev.octet.kernel.panel;

/**
 * How rows are cut: slices of equally many rows, each of them into blocks that stay within it.
 *
 * @param count blocks in all
 * @param perSlice blocks of a slice
 * @param sliceRows rows of a slice
 * @param blockRows rows of a block; the last one of a slice may have fewer
 */
record Blocks(int count, int perSlice, int sliceRows, int blockRows) {
  static Blocks of(int slices, int sliceRows, int blockRows) {
    int perSlice = Tasks.ceilDiv(sliceRows, blockRows);
    return new Blocks(slices * perSlice, perSlice, sliceRows, blockRows);
  }

  int first(int block) {
    return block / perSlice * sliceRows + block % perSlice * blockRows;
  }

  int rows(int block) {
    return Math.min(blockRows, sliceRows - block % perSlice * blockRows);
  }
}
