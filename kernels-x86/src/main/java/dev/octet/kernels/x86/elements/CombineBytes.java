package dev.octet.kernels.x86.elements;

import dev.octet.kernel.QBinary;
import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The sum or the product of bytes: {@link dev.octet.numerics.Affine#add} and {@link
 * dev.octet.numerics.Affine#multiply}, rounded after each operation. No result may be {@link
 * Rounding#FAR} or NaN before it is clamped.
 *
 * <p>Numbers: the factor of the result, zero points of the operands, least, greatest, the result's
 * zero point, and, of a sum, the scales of the operands.
 */
record CombineBytes(Isa isa, QBinary.Op operation, boolean aUnsigned, boolean bUnsigned)
    implements Emitter, ElementLoop.Step {
  private static final int OTHER = 4;
  private static final int FACTOR = 5;
  private static final int A_ZERO = 6;
  private static final int B_ZERO = 7;
  private static final int A_SCALE = 8;
  private static final int B_SCALE = 9;

  @Override
  public String name() {
    return String.join(
        "_", operation.name(), aUnsigned ? "u8" : "s8", bUnsigned ? "u8" : "s8", isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Rounding rounding = new Rounding(a, isa, false);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, isa.vec(FACTOR), Operands.number(0));
    a.op(Op.VPBROADCASTD, isa.vec(A_ZERO), Operands.number(1));
    a.op(Op.VPBROADCASTD, isa.vec(B_ZERO), Operands.number(2));
    rounding.begin(Operands.number(3), Operands.number(4), Operands.number(5));
    a.op(Op.VBROADCASTSS, isa.vec(A_SCALE), Operands.number(6));
    a.op(Op.VBROADCASTSS, isa.vec(B_SCALE), Operands.number(7));
    ElementLoop.ofLanes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    Rounding rounding = new Rounding(a, isa, false);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), aUnsigned);
      lanes.widenBytes(isa.vec(OTHER), lanes.at(Operands.SECOND, 1, i), bUnsigned);
      a.op(Op.VPSUBD, v, v, isa.vec(A_ZERO));
      a.op(Op.VPSUBD, isa.vec(OTHER), isa.vec(OTHER), isa.vec(B_ZERO));
      if (operation == QBinary.Op.ADD) {
        a.op(Op.VCVTDQ2PS, v, v);
        a.op(Op.VCVTDQ2PS, isa.vec(OTHER), isa.vec(OTHER));
        a.op(Op.VMULPS, v, v, isa.vec(A_SCALE));
        a.op(Op.VMULPS, isa.vec(OTHER), isa.vec(OTHER), isa.vec(B_SCALE));
        a.op(Op.VADDPS, v, v, isa.vec(OTHER));
      } else {
        a.op(Op.VPMULLD, v, v, isa.vec(OTHER));
        a.op(Op.VCVTDQ2PS, v, v);
      }
      a.op(Op.VMULPS, v, v, isa.vec(FACTOR));
      rounding.round(v);
    }
    lanes.storeNarrowed(lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
  }
}
