package dev.octet.kernels.x86.asm;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * What the two kinds of instructions have in common: ModRM, SIB and distances, and the prefixes VEX
 * and EVEX of vector instructions.
 *
 * <pre>
 * legacy   [REX]  opcode  ModRM [SIB] [disp8 | disp32] [immediate]
 * VEX      C5 RvvvvLpp | C4 RXBmmmmm WvvvvLpp
 * EVEX     62 RXBR'0mmm Wvvvv1pp zL'LbV'aaa
 * </pre>
 */
final class Encoder {
  private final CodeBuffer out;

  /** Labels that are jumped to or read and not bound yet. */
  private final Set<Label> awaited = new LinkedHashSet<>();

  Encoder(CodeBuffer out) {
    this.out = out;
  }

  /**
   * A vector instruction: {@code reg} goes into ModRM.reg, {@code vvvv} into the prefix, {@code rm}
   * into ModRM.rm.
   *
   * @param reg number of a register, or the opcode's digit
   * @param vvvv number of a register, 0 where there is none
   * @param vector the width
   * @param mask the destination's mask, or null
   * @param imm the immediate byte, -1 where there is none
   */
  void vector(
      Op op, int reg, int vvvv, Operand rm, Vec.Width vector, Mask mask, boolean zeroing, int imm) {
    boolean broadcast = rm instanceof Mem m && m.broadcast();
    boolean extended = reg > 15 || vvvv > 15 || (rm instanceof Vec v && v.isExtended());
    boolean evex =
        extended
            || vector == Vec.Width.ZMM
            || mask != null
            || broadcast
            || op.vexW < 0
            || (op.form == Op.Form.SHIFT && rm instanceof Mem);
    if ((evex ? op.evexW : op.vexW) < 0
        || (broadcast && !op.broadcasts())
        || !op.widths().contains(vector)) {
      throw new IllegalArgumentException(
          op
              + " has no such form: "
              + (evex ? "EVEX" : "VEX")
              + (" of " + vector + ", registers " + reg + ", " + vvvv + ", mask " + mask)
              + (", " + rm));
    }
    int scale = 1;
    if (evex) {
      scale = op.scale(vector.bytes(), broadcast);
      evex(op, reg, vvvv, rm, vector, mask, zeroing, broadcast);
    } else {
      vex(op, reg, vvvv, rm, vector);
    }
    out.u8(op.opcode);
    modRm(reg, rm, scale, imm >= 0 ? 1 : 0);
    if (imm >= 0) {
      out.u8(imm);
    }
  }

  private void vex(Op op, int reg, int vvvv, Operand rm, Vec.Width vector) {
    int r = reg >> 3 & 1;
    int x = indexBit(rm);
    int b = rm instanceof Vec v ? v.number() >> 3 & 1 : baseBit((Mem) rm);
    int l = vector == Vec.Width.YMM ? 1 : 0;
    int last = (~vvvv & 15) << 3 | l << 2 | op.prefix.ordinal();
    if (x == 0 && b == 0 && op.map == 1 && op.vexW == 0) {
      out.u8(0xC5).u8((r ^ 1) << 7 | last);
    } else {
      out.u8(0xC4).u8((r ^ 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | op.map);
      out.u8(op.vexW << 7 | last);
    }
  }

  private void evex(
      Op op,
      int reg,
      int vvvv,
      Operand rm,
      Vec.Width vector,
      Mask mask,
      boolean zeroing,
      boolean broadcast) {
    int x = rm instanceof Vec v ? v.number() >> 4 : indexBit(rm);
    int b = rm instanceof Vec v ? v.number() >> 3 & 1 : baseBit((Mem) rm);
    out.u8(0x62);
    out.u8((~reg >> 3 & 1) << 7 | (x ^ 1) << 6 | (b ^ 1) << 5 | (~reg >> 4 & 1) << 4 | op.map);
    out.u8(op.evexW << 7 | (~vvvv & 15) << 3 | 1 << 2 | op.prefix.ordinal());
    out.u8(
        (zeroing ? 1 : 0) << 7
            | vector.ordinal() << 5
            | (broadcast ? 1 : 0) << 4
            | (~vvvv >> 4 & 1) << 3
            | (mask == null ? 0 : mask.number()));
  }

  private static int indexBit(Operand rm) {
    return rm instanceof Mem m && m.index() != null ? m.index().high() : 0;
  }

  private static int baseBit(Mem m) {
    return m.base() == null ? 0 : m.base().high();
  }

  /** An instruction of general-purpose registers, of 64 bits if {@code wide}. */
  void general(boolean wide, int prefix, int reg, Mem rm, int immediate, int... opcode) {
    if (rm.broadcast() || rm.mask() != null) {
      throw new IllegalArgumentException(rm + " is not for general-purpose registers");
    }
    rex(wide, prefix, reg >> 3, indexBit(rm), baseBit(rm), opcode);
    modRm(reg, rm, 1, immediate);
  }

  void general(boolean wide, int prefix, int reg, Gpr rm, int... opcode) {
    rex(wide, prefix, reg >> 3, 0, rm.high(), opcode);
    out.u8(0xC0 | (reg & 7) << 3 | rm.low());
  }

  private void rex(boolean wide, int prefix, int r, int x, int b, int... opcode) {
    if (prefix != 0) {
      out.u8(prefix);
    }
    int rex = (wide ? 8 : 0) | r << 2 | x << 1 | b;
    if (rex != 0) {
      out.u8(0x40 | rex);
    }
    for (int o : opcode) {
      out.u8(o);
    }
  }

  /**
   * ModRM and what follows it.
   *
   * @param scale what a one-byte distance counts
   * @param immediate bytes that follow still: distances from here count from the instruction's end
   */
  private void modRm(int reg, Operand rm, int scale, int immediate) {
    int field = (reg & 7) << 3;
    // No switch by type: it is linked when it first runs, which takes longer than all kernels.
    if (rm instanceof Vec v) {
      out.u8(0xC0 | field | v.number() & 7);
      return;
    }
    Mem m = (Mem) rm;
    if (m.label() != null) {
      out.u8(field | 5);
      distance(m.label(), m.disp() - immediate);
    } else {
      address(field, m, scale);
    }
  }

  private void address(int field, Mem m, int scale) {
    int disp = m.disp();
    boolean none = disp == 0 && m.base().low() != 5; // rbp and r13 need a distance
    boolean small = disp % scale == 0 && disp / scale == (byte) (disp / scale);
    int mode = none ? 0 : small ? 0x40 : 0x80;
    if (m.index() == null && m.base().low() != 4) {
      out.u8(mode | field | m.base().low());
    } else {
      int index = m.index() == null ? 4 : m.index().low();
      out.u8(mode | field | 4);
      out.u8(Integer.numberOfTrailingZeros(m.scale()) << 6 | index << 3 | m.base().low());
    }
    if (!none) {
      if (small) {
        out.u8(disp / scale);
      } else {
        out.i32(disp);
      }
    }
  }

  /** Four bytes: how far a label lies from behind them, and {@code more}. */
  void distance(Label label, int more) {
    if (label.isBound()) {
      out.i32(label.position() + more - (out.size() + 4));
    } else {
      label.waiting().add(out.size());
      awaited.add(label);
      out.i32(more);
    }
  }

  void bind(Label label) {
    label.bind(out.size());
    for (int at : label.waiting()) {
      out.add32(at, label.position() - (at + 4));
    }
    label.waiting().clear();
    awaited.remove(label);
  }

  /** Nothing may be left that a label was to fill in. */
  void requireBound() {
    if (!awaited.isEmpty()) {
      throw new IllegalStateException(
          "labels are never bound: %d, the first used at byte %d"
              .formatted(awaited.size(), awaited.iterator().next().waiting().getFirst()));
    }
  }
}
