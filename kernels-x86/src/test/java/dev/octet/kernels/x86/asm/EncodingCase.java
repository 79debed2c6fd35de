package dev.octet.kernels.x86.asm;

import java.util.HexFormat;
import java.util.function.Consumer;

/**
 * One instruction, or a jump with what it jumps over, for {@link Assembler} and for GNU as.
 *
 * @param text in Intel's syntax, on one line
 * @param code the same in Java
 */
record EncodingCase(String text, Consumer<Assembler> code) {
  /** {@return what {@link Assembler} makes of it, in hexadecimal} */
  String hex() {
    Assembler assembler = new Assembler();
    code.accept(assembler);
    return HexFormat.of().formatHex(assembler.finish());
  }
}
