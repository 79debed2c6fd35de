package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Bytes within limits.
 *
 * <p>Numbers: least, greatest.
 */
record ClampBytes(Isa isa, boolean unsigned) implements Emitter {
  @Override
  public String name() {
    return (unsigned ? "clamp_u8_" : "clamp_s8_") + isa;
  }

  @Override
  public void emit(Assembler a) {
    Vec least = isa.vec(4);
    Vec greatest = isa.vec(5);
    Operands.begin(a);
    a.op(Op.VPBROADCASTB, least, Operands.number(0));
    a.op(Op.VPBROADCASTB, greatest, Operands.number(1));
    ElementLoop.ofBytes(a, isa)
        .emit(
            lanes -> {
              for (int i = 0; i < lanes.vectors(); i++) {
                Vec v = isa.vec(i);
                lanes.loadBytes(v, lanes.at(Operands.INPUT, 1, i));
                a.op(unsigned ? Op.VPMAXUB : Op.VPMAXSB, v, v, least);
                a.op(unsigned ? Op.VPMINUB : Op.VPMINSB, v, v, greatest);
                lanes.storeBytes(lanes.at(Operands.RESULT, 1, i), v);
              }
            });
    a.vzeroupper();
    a.ret();
  }
}
