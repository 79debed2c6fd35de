package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import java.util.function.Consumer;

/** Small functions for tests. */
final class Emitters {
  private Emitters() {}

  static Emitter of(String name, Consumer<Assembler> code) {
    return new Emitter() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public void emit(Assembler a) {
        code.accept(a);
      }
    };
  }

  /** {@code c[0] = value}, and so many bytes of code at least. */
  static Emitter number(String name, int value, int bytes) {
    return of(
        name,
        a -> {
          a.mov(Gpr.RAX, value);
          a.mov32(Mem.at(Gpr.RCX), Gpr.RAX);
          int start = a.position();
          while (a.position() - start < bytes) {
            a.ret();
          }
          a.ret();
        });
  }
}
