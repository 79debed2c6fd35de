package dev.octet.kernels.x86.floats;

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
}
