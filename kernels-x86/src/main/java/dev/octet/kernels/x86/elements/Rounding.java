package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * From floats in units of the output's scale to its bytes: rounded half to even, clamped, less to
 * eight bits, then the zero point added modulo 256, which serves both signs.
 *
 * <pre>
 * v0 v1 v2 v3   32-bit lanes; beyond the integers they are the least
 * words         vpackssdw: v0|v1 and v2|v3, lane by lane of 128 bits; clamped; their low bytes
 * bytes         vpackuswb: v0|v1|v2|v3 in each lane, put in order by vpermd
 * </pre>
 *
 * <p>A float of 2^31 or more would become the least integer. Where there may be one, floats are
 * limited before.
 *
 * <p>Registers 9 and 11 to 15 hold constants, register 10 is scratch.
 */
final class Rounding {
  /** What floats are limited to; where it cannot be reached they need not be. */
  static final float FAR = 1 << 30;

  private static final Mask NUMBERS = Mask.K2;
  private static final int ORDERED = 7;
  private static final int LOW_BYTES = 0x00ff00ff;

  private final Assembler a;
  private final Isa isa;
  private final boolean limited;
  private final Vec far;
  private final Vec scratch;
  private final Vec order;
  private final Vec lowBytes;
  private final Vec zeroPoint;
  private final Vec greatest;
  private final Vec least;

  Rounding(Assembler a, Isa isa, boolean limited) {
    this.a = a;
    this.isa = isa;
    this.limited = limited;
    far = isa.vec(9);
    scratch = isa.vec(10);
    order = isa.vec(11);
    lowBytes = isa.vec(12);
    zeroPoint = isa.vec(13);
    greatest = isa.vec(14);
    least = isa.vec(15);
  }

  /**
   * Loads the constants, integers.
   *
   * @param lo least result less the zero point
   * @param hi greatest result less the zero point
   * @param zero the zero point
   */
  void begin(Mem lo, Mem hi, Mem zero) {
    Label lanes =
        isa.lanes() == 16
            ? a.constant(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
            : a.constant(0, 4, 1, 5, 2, 6, 3, 7);
    a.op(Op.VMOVDQU32, order, Mem.at(lanes));
    a.op(Op.VMOVDQU32, lowBytes, Mem.at(a.constant(LOW_BYTES)));
    a.op(Op.VPBROADCASTB, zeroPoint, zero);
    a.op(Op.VPBROADCASTW, greatest, hi);
    a.op(Op.VPBROADCASTW, least, lo);
    if (limited) {
      a.op(Op.VMOVUPS, far, Mem.at(a.constant(Float.floatToRawIntBits(FAR))));
    }
  }

  /**
   * NaN becomes 0, at once or, where there are masks, by the next operation on the vector.
   *
   * @return the vector, as the destination of the next operation
   */
  Vec withoutNaN(Vec v, boolean atOnce) {
    if (!isa.hasMasks()) {
      a.op(Op.VCMPPS, scratch, v, v, ORDERED);
      a.op(Op.VANDPS, v, v, scratch);
      return v;
    }
    a.op(Op.VCMPPS_MASK, NUMBERS, v, v, ORDERED);
    if (atOnce) {
      a.op(Op.VMOVUPS, v.zero(NUMBERS), v);
    }
    return atOnce ? v : v.zero(NUMBERS);
  }

  /** Floats, none of them NaN, become integers. */
  void round(Vec v) {
    if (limited) {
      a.op(Op.VMINPS, v, v, far);
    }
    a.op(Op.VCVTPS2DQ, v, v);
  }

  /** Makes bytes of rounded vectors with numbers from {@code first} on, and leaves them there. */
  Vec bytes(int first, int vectors) {
    Vec v = isa.vec(first);
    Vec last = vectors == 4 ? isa.vec(first + 2) : v;
    words(v, isa.vec(first + vectors / 4));
    if (vectors == 4) {
      words(last, isa.vec(first + 3));
    }
    a.op(Op.VPACKUSWB, v, v, last);
    a.op(Op.VPERMD, v, order, v);
    a.op(Op.VPADDB, v, v, zeroPoint);
    return v;
  }

  private void words(Vec v, Vec second) {
    a.op(Op.VPACKSSDW, v, v, second);
    a.op(Op.VPMAXSW, v, v, least);
    a.op(Op.VPMINSW, v, v, greatest);
    a.op(Op.VPANDD, v, v, lowBytes);
  }
}
