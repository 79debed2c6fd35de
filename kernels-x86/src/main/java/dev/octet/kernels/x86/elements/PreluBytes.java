package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Bytes times one of two slopes: {@link dev.octet.numerics.Affine#slope}. Slopes of negative
 * numbers, floats, are the second input: one for each element, or one for all.
 *
 * <p>Numbers: the slope of the others, zero point, least, greatest, the result's zero point.
 */
record PreluBytes(Isa isa, boolean unsigned, boolean perElement)
    implements Emitter, ElementLoop.Step {
  private static final Mask NEGATIVE = Mask.K3;
  private static final int LESS = 0x11;
  private static final int SLOPE = 4;
  private static final int CHOSEN = 5;
  private static final int ZERO = 6;
  private static final int POSITIVE = 7;
  private static final int ZERO_POINT = 8;

  @Override
  public String name() {
    return String.join(
        "_", "prelu", unsigned ? "u8" : "s8", perElement ? "each" : "one", isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Vec zero = isa.vec(ZERO);
    Operands.begin(a);
    a.op(Op.VPXORD, zero, zero, zero);
    a.op(Op.VBROADCASTSS, isa.vec(POSITIVE), Operands.number(0));
    a.op(Op.VPBROADCASTD, isa.vec(ZERO_POINT), Operands.number(1));
    rounding(a).begin(Operands.number(2), Operands.number(3), Operands.number(4));
    if (!perElement) {
      a.op(Op.VBROADCASTSS, isa.vec(SLOPE), Mem.at(Operands.SECOND));
    }
    ElementLoop.ofLanes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  private Rounding rounding(Assembler a) {
    return new Rounding(a, isa, true);
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    Rounding rounding = rounding(a);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), unsigned);
      if (perElement) {
        lanes.loadFloats(isa.vec(SLOPE), lanes.at(Operands.SECOND, 4, i));
      }
      a.op(Op.VPSUBD, v, v, isa.vec(ZERO_POINT));
      a.op(Op.VCVTDQ2PS, v, v);
      choose(a, v);
      a.op(Op.VMULPS, v, v, isa.vec(CHOSEN));
      rounding.withoutNaN(v, true);
      rounding.round(v);
    }
    lanes.storeNarrowed(lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
  }

  /** The slope of each number. */
  private void choose(Assembler a, Vec v) {
    Vec chosen = isa.vec(CHOSEN);
    if (isa.hasMasks()) {
      a.op(Op.VCMPPS_MASK, NEGATIVE, v, isa.vec(ZERO), LESS);
      a.op(Op.VMOVUPS, chosen, isa.vec(POSITIVE));
      a.op(Op.VMOVUPS, chosen.merge(NEGATIVE), isa.vec(SLOPE));
    } else {
      Vec scratch = isa.vec(10);
      a.op(Op.VCMPPS, scratch, v, isa.vec(ZERO), LESS);
      a.op(Op.VANDNPS, chosen, scratch, isa.vec(POSITIVE));
      a.op(Op.VANDPS, scratch, scratch, isa.vec(SLOPE));
      a.op(Op.VORPS, chosen, chosen, scratch);
    }
  }
}
