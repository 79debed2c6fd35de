package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Bytes by a table of 256, the second input, that stays in four registers. Needs AVX-512 VBMI:
 * {@code vpermi2b} takes bytes out of two of them by seven bits of an index, the eighth chooses.
 */
record LookUpBytes() implements Emitter, ElementLoop.Step {
  private static final int EIGHTH_BIT = 11;

  private static final Isa ISA = Isa.AVX512_VNNI;
  private static final Mask UPPER = Mask.K2;
  private static final int TABLE = 12;

  @Override
  public String name() {
    return "lookup_x8_vbmi";
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    for (int i = 0; i < 4; i++) {
      a.op(Op.VMOVDQU32, ISA.vec(TABLE + i), Mem.at(Operands.SECOND, 64 * i));
    }
    a.op(Op.VMOVDQU32, ISA.vec(EIGHTH_BIT), Mem.at(a.constant(0x80808080)));
    ElementLoop.ofBytes(a, ISA).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = ISA.vec(i);
      Vec upper = ISA.vec(4 + i);
      lanes.loadBytes(v, lanes.at(Operands.INPUT, 1, i));
      a.op(Op.VMOVDQU32, upper, v);
      a.op(Op.VPTESTMB, UPPER, v, ISA.vec(EIGHTH_BIT));
      a.op(Op.VPERMI2B, v, ISA.vec(TABLE), ISA.vec(TABLE + 1));
      a.op(Op.VPERMI2B, upper, ISA.vec(TABLE + 2), ISA.vec(TABLE + 3));
      a.op(Op.VMOVDQU8, v.merge(UPPER), upper);
      lanes.storeBytes(lanes.at(Operands.RESULT, 1, i), v);
    }
  }
}
