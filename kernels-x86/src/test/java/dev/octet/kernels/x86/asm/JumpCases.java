package dev.octet.kernels.x86.asm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Jumps over so many bytes: backward in the shortest form, forward always with 32 bits. */
final class JumpCases {
  private static final int[] BYTES = {0, 1, 100, 120, 121, 122, 123, 124, 125, 126, 127, 128, 300};

  private JumpCases() {}

  /** Of {@code jmp}. */
  static List<EncodingCase> always() {
    List<EncodingCase> cases = new ArrayList<>();
    for (int bytes : BYTES) {
      cases.add(backward("jmp", bytes, Assembler::jmp));
      cases.add(forward("jmp", bytes, Assembler::jmp));
    }
    return cases;
  }

  /** Of the conditional ones. */
  static List<EncodingCase> conditional() {
    List<EncodingCase> cases = new ArrayList<>();
    for (Condition when : Condition.values()) {
      for (int bytes : BYTES) {
        String name = "j" + IntelText.of(when);
        cases.add(backward(name, bytes, (a, to) -> a.jump(when, to)));
        cases.add(forward(name, bytes, (a, to) -> a.jump(when, to)));
      }
    }
    return cases;
  }

  interface Jump {
    void write(Assembler a, Label to);
  }

  private static EncodingCase backward(String name, int bytes, Jump jump) {
    Consumer<Assembler> code =
        a -> {
          Label start = a.here();
          fill(a, bytes);
          jump.write(a, start);
        };
    return new EncodingCase("1: .skip " + bytes + ", 0xc3; " + name + " 1b", code);
  }

  private static EncodingCase forward(String name, int bytes, Jump jump) {
    Consumer<Assembler> code =
        a -> {
          Label end = new Label();
          jump.write(a, end);
          fill(a, bytes);
          a.bind(end);
        };
    return new EncodingCase("{disp32} " + name + " 1f; .skip " + bytes + ", 0xc3; 1:", code);
  }

  private static void fill(Assembler a, int bytes) {
    for (int i = 0; i < bytes; i++) {
      a.ret();
    }
  }
}
