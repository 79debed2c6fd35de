package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.machine.Emitter;

/**
 * A micro-kernel of products.
 *
 * @param key which
 * @param rows rows of its tile
 */
record TileKernel(TileKey key, int rows) implements Emitter {
  @Override
  public String name() {
    return key.name(rows);
  }

  @Override
  public void emit(Assembler a) {
    new TileEmitter(key, rows, a).emit();
  }
}
