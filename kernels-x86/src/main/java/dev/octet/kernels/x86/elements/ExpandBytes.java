package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Bytes to floats: {@code (float) (q - zeroPoint) * scale + bias}, rounded after each operation. A
 * bias of 0 changes nothing, since no product is -0.
 *
 * <p>Numbers: scale, bias, zero point.
 */
record ExpandBytes(Isa isa, boolean unsigned) implements Emitter, ElementLoop.Step {
  private static final int SCALE = 8;
  private static final int BIAS = 9;
  private static final int ZERO_POINT = 10;

  @Override
  public String name() {
    return (unsigned ? "expand_u8_f32_" : "expand_s8_f32_").concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, isa.vec(SCALE), Operands.number(0));
    a.op(Op.VBROADCASTSS, isa.vec(BIAS), Operands.number(1));
    a.op(Op.VPBROADCASTD, isa.vec(ZERO_POINT), Operands.number(2));
    ElementLoop.ofLanes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), unsigned);
      a.op(Op.VPSUBD, v, v, isa.vec(ZERO_POINT));
      a.op(Op.VCVTDQ2PS, v, v);
      a.op(Op.VMULPS, v, v, isa.vec(SCALE));
      a.op(Op.VADDPS, v, v, isa.vec(BIAS));
      lanes.storeFloats(lanes.at(Operands.RESULT, 4, i), v);
    }
  }
}
