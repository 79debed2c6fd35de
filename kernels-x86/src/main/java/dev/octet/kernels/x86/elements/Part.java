package dev.octet.kernels.x86.elements;

import java.lang.foreign.MemorySegment;

/** The elements of an array from some index on. Records, since lambdas are slow the first time. */
sealed interface Part {
  /** Some of them. */
  MemorySegment of(int from, int n);

  /** Of bytes. */
  record Bytes(byte[] array, int offset) implements Part {
    @Override
    public MemorySegment of(int from, int n) {
      return Operands.of(array, offset + from, n);
    }
  }

  /** Of floats. */
  record Floats(float[] array, int offset) implements Part {
    @Override
    public MemorySegment of(int from, int n) {
      return Operands.of(array, offset + from, n);
    }
  }
}
