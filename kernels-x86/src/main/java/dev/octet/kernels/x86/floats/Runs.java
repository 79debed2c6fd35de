package dev.octet.kernels.x86.floats;

import dev.octet.kernel.FloatStage;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;

/** Runs of floats as operands. */
final class Runs {
  private Runs() {}

  static MemorySegment of(float[] array, long offset, long n) {
    return MemorySegment.ofArray(array).asSlice(4 * offset, 4 * n);
  }

  /** None where there is no array. */
  static MemorySegment orNone(float[] array, long offset, long n) {
    return array == null ? Machine.NONE : of(array, offset, n);
  }

  /** Some columns of some rows of the results. */
  static MemorySegment results(FloatStage stage, int row, int rows, int column, int columns) {
    return rows(stage.c(), stage.offset(), stage.rowStride(), row, rows, column, columns);
  }

  /** The same of the second input; none where there is none. */
  static MemorySegment second(FloatStage stage, int row, int rows, int column, int columns) {
    return stage.addend() == null
        ? Machine.NONE
        : rows(
            stage.addend(), stage.addendOffset(), stage.addendStride(), row, rows, column, columns);
  }

  private static MemorySegment rows(
      float[] array, int offset, int stride, int row, int rows, int column, int columns) {
    long first = offset + (long) row * stride + column;
    return of(array, first, (rows - 1L) * stride + columns);
  }

  /** Two numbers in one operand. */
  static long pair(float first, float second) {
    return Float.floatToRawIntBits(first) & 0xffffffffL
        | (long) Float.floatToRawIntBits(second) << 32;
  }
}
