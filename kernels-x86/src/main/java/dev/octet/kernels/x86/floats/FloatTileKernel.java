package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.machine.Emitter;

/**
 * A micro-kernel of float products.
 *
 * @param key which
 * @param rows rows of its tile
 */
record FloatTileKernel(FloatTileKey key, int rows) implements Emitter {
  @Override
  public String name() {
    return key.name(rows);
  }

  @Override
  public void emit(Assembler a) {
    new FloatTileEmitter(key, rows, a).emit();
  }
}
