package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.machine.Machine;
import java.lang.foreign.MemorySegment;

/**
 * How functions of elements are called: up to three arrays, a count, and up to eight numbers of 32
 * bits, two by two. So no array of parameters is made.
 */
final class Operands {
  /** The first input. */
  static final Gpr INPUT = Gpr.RDI;

  /** The second input. */
  static final Gpr SECOND = Gpr.R8;

  /** The result; {@link #begin} moves it away from RCX, by which shifts go. */
  static final Gpr RESULT = Gpr.R11;

  private Operands() {}

  /** Begins a function. */
  static void begin(Assembler a) {
    a.mov(RESULT, Gpr.RCX);
  }

  /** {@return a number, by its place} */
  static Mem number(int i) {
    return Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK + 4 * i);
  }

  /** Two numbers in one operand. */
  static long pair(int first, int second) {
    return first & 0xffffffffL | (long) second << 32;
  }

  /** Two numbers in one operand. */
  static long pair(float first, float second) {
    return pair(Float.floatToRawIntBits(first), Float.floatToRawIntBits(second));
  }

  /** Two numbers in one operand. */
  static long pair(float first, int second) {
    return pair(Float.floatToRawIntBits(first), second);
  }

  /** Two numbers, for a call of segments. */
  static MemorySegment address(long pair) {
    return MemorySegment.ofAddress(pair);
  }

  /** The elements of a run. */
  static MemorySegment of(byte[] array, int offset, int n) {
    return MemorySegment.ofArray(array).asSlice(offset, n);
  }

  /** The elements of a run. */
  static MemorySegment of(float[] array, int offset, int n) {
    return MemorySegment.ofArray(array).asSlice(4L * offset, 4L * n);
  }
}
