package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;

/**
 * The lowest part of a stack frame, where an {@link OutputEmitter} keeps its vectors: constants,
 * then what belongs to channels.
 *
 * @param width bytes of a vector
 * @param vectors vectors of channels
 */
record OutputFrame(int width, int vectors) {
  Mem constant(Constant c) {
    return Mem.at(Gpr.RSP, width * c.ordinal());
  }

  Mem column(Column c, int vector) {
    return Mem.at(Gpr.RSP, width * (Constant.values().length + vectors * c.ordinal() + vector));
  }

  int size() {
    return width * (Constant.values().length + vectors * Column.values().length);
  }
}
