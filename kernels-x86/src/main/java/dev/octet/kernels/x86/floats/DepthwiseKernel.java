package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.machine.Emitter;

/**
 * A micro-kernel of depthwise convolutions.
 *
 * @param key which
 * @param rows pixels of its tile
 */
record DepthwiseKernel(DepthwiseKey key, int rows) implements Emitter {
  @Override
  public String name() {
    return key.name(rows);
  }

  @Override
  public void emit(Assembler a) {
    new DepthwiseEmitter(key, rows, a).emit();
  }
}
