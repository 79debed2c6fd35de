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
record ClampBytes(Isa isa, boolean unsigned) implements Emitter, ElementLoop.Step {
  private static final int LEAST = 4;
  private static final int GREATEST = 5;

  @Override
  public String name() {
    return (unsigned ? "clamp_u8_" : "clamp_s8_").concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    a.op(Op.VPBROADCASTB, isa.vec(LEAST), Operands.number(0));
    a.op(Op.VPBROADCASTB, isa.vec(GREATEST), Operands.number(1));
    ElementLoop.ofBytes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.loadBytes(v, lanes.at(Operands.INPUT, 1, i));
      a.op(unsigned ? Op.VPMAXUB : Op.VPMAXSB, v, v, isa.vec(LEAST));
      a.op(unsigned ? Op.VPMINUB : Op.VPMINSB, v, v, isa.vec(GREATEST));
      lanes.storeBytes(lanes.at(Operands.RESULT, 1, i), v);
    }
  }
}
