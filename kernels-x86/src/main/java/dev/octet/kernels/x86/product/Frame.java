package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;

/**
 * The stack frame of a {@link TileEmitter}'s function, from RSP upwards: vectors (constants, then
 * columns), slots, scratch for a tile of C.
 */
record Frame(int width, int scratchBytes) {
  private static final int VECTORS = Constant.values().length + 2 * Column.values().length;

  Mem vector(int i) {
    return Mem.at(Gpr.RSP, width * i);
  }

  Mem slot(Slot slot) {
    return Mem.at(Gpr.RSP, slots() + 8 * slot.ordinal());
  }

  Mem scratch() {
    return Mem.at(Gpr.RSP, slots() + 8 * Slot.values().length);
  }

  private int slots() {
    return width * VECTORS;
  }

  int size() {
    return slots() + 8 * Slot.values().length + scratchBytes;
  }
}
