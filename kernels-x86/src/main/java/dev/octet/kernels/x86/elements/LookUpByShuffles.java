package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Bytes by a table of 256, the second input, sixteen entries at a time. {@code vpshufb} takes a
 * byte by four bits of an index and gives 0 where the eighth is set. So with the number of the
 * sixteen taken off an index by exclusive or, 0x70 is added, saturating: only an index of these
 * sixteen stays below 0x80. The sixteens come in Gray's order: from one to the next one bit turns.
 */
record LookUpByShuffles(Isa isa) implements Emitter, ElementLoop.Step {
  private static final int FOUND = 4;
  private static final int TABLE = 8;
  private static final int INDEX = 9;
  private static final int OTHERS = 10;
  private static final int BITS = 11;

  @Override
  public String name() {
    return "lookup_x8_".concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    a.op(Op.VMOVDQU32, isa.vec(OTHERS), Mem.at(a.constant(0x70707070)));
    for (int bit = 0; bit < 4; bit++) {
      a.op(Op.VMOVDQU32, isa.vec(BITS + bit), Mem.at(a.constant(0x10101010 << bit)));
    }
    ElementLoop.ofBytes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.loadBytes(isa.vec(i), lanes.at(Operands.INPUT, 1, i));
    }
    for (int g = 0; g < 16; g++) {
      int sixteen = g ^ g >> 1;
      a.op(Op.VBROADCASTI32X4, isa.vec(TABLE), Mem.at(Operands.SECOND, 16 * sixteen));
      for (int i = 0; i < lanes.vectors(); i++) {
        Vec x = isa.vec(i);
        if (g > 0) {
          a.op(Op.VPXORD, x, x, isa.vec(BITS + Integer.numberOfTrailingZeros(g)));
        }
        Vec taken = isa.vec(g == 0 ? FOUND + i : INDEX);
        a.op(Op.VPADDUSB, taken, x, isa.vec(OTHERS));
        a.op(Op.VPSHUFB, taken, isa.vec(TABLE), taken);
        if (g > 0) {
          a.op(Op.VPORD, isa.vec(FOUND + i), isa.vec(FOUND + i), taken);
        }
      }
    }
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.storeBytes(lanes.at(Operands.RESULT, 1, i), isa.vec(FOUND + i));
    }
  }
}
