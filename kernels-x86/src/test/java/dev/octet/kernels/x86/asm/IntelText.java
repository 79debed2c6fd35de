package dev.octet.kernels.x86.asm;

import java.util.List;
import java.util.Locale;

/** Operands as GNU as reads them with {@code -msyntax=intel -mnaked-reg}. */
final class IntelText {
  private static final List<String> CONDITIONS =
      List.of("b", "ae", "e", "ne", "s", "l", "ge", "le", "g");

  private IntelText() {}

  static String of(Vec v) {
    return lower(v.width()) + v.number() + mask(v.mask()) + (v.zeroing() ? "{z}" : "");
  }

  /** A label is the place where the instruction itself begins. */
  static String of(Mem m) {
    StringBuilder text = new StringBuilder("[");
    text.append(m.label() == null ? of(m.base()) : "rip + .");
    if (m.index() != null) {
      text.append(" + ").append(of(m.index())).append('*').append(m.scale());
    }
    if (m.disp() != 0) {
      text.append(m.disp() < 0 ? " - " : " + ").append(Math.abs((long) m.disp()));
    }
    return text.append(']').toString();
  }

  /** With how often one element is repeated. */
  static String of(Mem m, int lanes) {
    return of(m) + (m.broadcast() ? "{1to" + lanes + "}" : "") + mask(m.mask());
  }

  private static String mask(Mask mask) {
    return mask == null ? "" : "{" + lower(mask) + "}";
  }

  static String of(Gpr g) {
    return lower(g);
  }

  static String half(Gpr g) {
    return g.ordinal() < 8 ? "e" + of(g).substring(1) : of(g) + "d";
  }

  static String quarter(Gpr g) {
    return g.ordinal() < 8 ? of(g).substring(1) : of(g) + "w";
  }

  /** Of RAX, RCX, RDX, RBX, R8 to R15. */
  static String lowest(Gpr g) {
    return g.ordinal() < 8 ? of(g).charAt(1) + "l" : of(g) + "b";
  }

  /** What stands behind j and cmov. */
  static String of(Condition c) {
    return CONDITIONS.get(c.ordinal());
  }

  static String lower(Enum<?> name) {
    return name.name().toLowerCase(Locale.ROOT);
  }
}
