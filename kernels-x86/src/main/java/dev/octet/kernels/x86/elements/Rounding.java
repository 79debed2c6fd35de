package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * From floats in units of the output's scale to its bytes: clamped, rounded half to even, less to
 * eight bits, then the zero point added modulo 256, which serves both signs.
 *
 * <pre>
 * v0 v1 v2 v3   32-bit lanes, from -255 to 255
 * words         vpackssdw: v0|v1 and v2|v3, lane by lane of 128 bits; their low bytes
 * bytes         vpackuswb: v0|v1|v2|v3 in each lane, put in order by vpermd
 * </pre>
 *
 * <p>Registers 11 to 15 hold constants, register 10 is scratch.
 */
final class Rounding {
  private static final Mask NUMBERS = Mask.K2;
  private static final int ORDERED = 7;
  private static final int LOW_BYTES = 0x00ff00ff;

  private final Assembler a;
  private final Isa isa;
  private final Vec scratch;
  private final Vec order;
  private final Vec lowBytes;
  private final Vec zeroPoint;
  private final Vec greatest;
  private final Vec least;

  Rounding(Assembler a, Isa isa) {
    this.a = a;
    this.isa = isa;
    scratch = isa.vec(10);
    order = isa.vec(11);
    lowBytes = isa.vec(12);
    zeroPoint = isa.vec(13);
    greatest = isa.vec(14);
    least = isa.vec(15);
  }

  /**
   * Loads the constants.
   *
   * @param lo least result less the zero point, a float
   * @param hi greatest result less the zero point, a float
   * @param zero the zero point, an int
   */
  void begin(Mem lo, Mem hi, Mem zero) {
    Label lanes =
        isa.lanes() == 16
            ? a.constant(0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15)
            : a.constant(0, 4, 1, 5, 2, 6, 3, 7);
    a.op(Op.VMOVDQU32, order, Mem.at(lanes));
    a.op(Op.VMOVDQU32, lowBytes, Mem.at(a.constant(LOW_BYTES)));
    a.op(Op.VPBROADCASTB, zeroPoint, zero);
    a.op(Op.VBROADCASTSS, greatest, hi);
    a.op(Op.VBROADCASTSS, least, lo);
  }

  /** NaN becomes 0. */
  void withoutNaN(Vec v) {
    withoutNaN(v, true);
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
    a.op(Op.VCMPPS_MASK, isa.vec(NUMBERS.ordinal() + 1), v, v, ORDERED);
    if (atOnce) {
      a.op(Op.VMOVUPS, v.zero(NUMBERS), v);
    }
    return atOnce ? v : v.zero(NUMBERS);
  }

  /** Floats, none of them NaN, become integers within the limits. */
  void round(Vec v) {
    a.op(Op.VMINPS, v, v, greatest);
    a.op(Op.VMAXPS, v, v, least);
    a.op(Op.VCVTPS2DQ, v, v);
  }

  /** Makes bytes of rounded vectors with numbers from {@code first} on, and leaves them there. */
  Vec bytes(int first, int vectors) {
    Vec v = isa.vec(first);
    Vec last = vectors == 4 ? isa.vec(first + 2) : v;
    a.op(Op.VPACKSSDW, v, v, isa.vec(first + vectors / 4));
    a.op(Op.VPANDD, v, v, lowBytes);
    if (vectors == 4) {
      a.op(Op.VPACKSSDW, last, last, isa.vec(first + 3));
      a.op(Op.VPANDD, last, last, lowBytes);
    }
    a.op(Op.VPACKUSWB, v, v, last);
    a.op(Op.VPERMD, v, order, v);
    a.op(Op.VPADDB, v, v, zeroPoint);
    return v;
  }
}
