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
record ExpandBytes(Isa isa, boolean unsigned) implements Emitter {
  @Override
  public String name() {
    return (unsigned ? "expand_u8_f32_" : "expand_s8_f32_") + isa;
  }

  @Override
  public void emit(Assembler a) {
    Vec scale = isa.vec(8);
    Vec bias = isa.vec(9);
    Vec zeroPoint = isa.vec(10);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, scale, Operands.number(0));
    a.op(Op.VBROADCASTSS, bias, Operands.number(1));
    a.op(Op.VPBROADCASTD, zeroPoint, Operands.number(2));
    ElementLoop.ofLanes(a, isa)
        .emit(
            lanes -> {
              for (int i = 0; i < lanes.vectors(); i++) {
                Vec v = isa.vec(i);
                lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), unsigned);
                a.op(Op.VPSUBD, v, v, zeroPoint);
                a.op(Op.VCVTDQ2PS, v, v);
                a.op(Op.VMULPS, v, v, scale);
                a.op(Op.VADDPS, v, v, bias);
                lanes.storeFloats(lanes.at(Operands.RESULT, 4, i), v);
              }
            });
    a.vzeroupper();
    a.ret();
  }
}
