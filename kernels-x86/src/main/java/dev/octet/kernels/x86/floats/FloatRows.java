package dev.octet.kernels.x86.floats;

import java.lang.foreign.MemorySegment;

/** Where rows of A are. */
sealed interface FloatRows {
  /** How many. */
  int count();

  /**
   * Rows at a constant distance, without gaps.
   *
   * @param array the memory of all
   * @param offset of the first
   * @param stride between them
   */
  record Strided(float[] array, int offset, int stride, int count) implements FloatRows {}

  /**
   * Rows by offsets.
   *
   * @param image what offsets count from
   * @param table {@code [tile][tap][row]}, in bytes
   * @param taps how many
   * @param zeroRow what offset -1 means
   * @param firstRow where the first row's result goes, among the stage's rows
   */
  record Offsets(
      MemorySegment image, int[] table, int taps, MemorySegment zeroRow, int count, int firstRow)
      implements FloatRows {}
}
