package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;

/** What writes one function. */
public interface Emitter {
  /** {@return the function's name in dumps: operation, types, tile, width} */
  String name();

  /**
   * Writes the function, which follows {@link Machine}'s calling convention.
   *
   * @param a where to
   */
  void emit(Assembler a);
}
