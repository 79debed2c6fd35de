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
    implements Emitter {
  @Override
  public String name() {
    return "%s_%s_%s_%s"
        .formatted(
            operation == QBinary.Op.ADD ? "add" : "mul",
            aUnsigned ? "u8" : "s8",
            bUnsigned ? "u8" : "s8",
            isa);
  }

  @Override
  public void emit(Assembler a) {
    Vec other = isa.vec(4);
    Vec factor = isa.vec(5);
    Vec aZero = isa.vec(6);
    Vec bZero = isa.vec(7);
    Vec aScale = isa.vec(8);
    Vec bScale = isa.vec(9);
    Rounding rounding = new Rounding(a, isa, false);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, factor, Operands.number(0));
    a.op(Op.VPBROADCASTD, aZero, Operands.number(1));
    a.op(Op.VPBROADCASTD, bZero, Operands.number(2));
    rounding.begin(Operands.number(3), Operands.number(4), Operands.number(5));
    a.op(Op.VBROADCASTSS, aScale, Operands.number(6));
    a.op(Op.VBROADCASTSS, bScale, Operands.number(7));
    ElementLoop.ofLanes(a, isa)
        .emit(
            lanes -> {
              for (int i = 0; i < lanes.vectors(); i++) {
                Vec v = isa.vec(i);
                lanes.widenBytes(v, lanes.at(Operands.INPUT, 1, i), aUnsigned);
                lanes.widenBytes(other, lanes.at(Operands.SECOND, 1, i), bUnsigned);
                a.op(Op.VPSUBD, v, v, aZero);
                a.op(Op.VPSUBD, other, other, bZero);
                if (operation == QBinary.Op.ADD) {
                  a.op(Op.VCVTDQ2PS, v, v);
                  a.op(Op.VCVTDQ2PS, other, other);
                  a.op(Op.VMULPS, v, v, aScale);
                  a.op(Op.VMULPS, other, other, bScale);
                  a.op(Op.VADDPS, v, v, other);
                } else {
                  a.op(Op.VPMULLD, v, v, other);
                  a.op(Op.VCVTDQ2PS, v, v);
                }
                a.op(Op.VMULPS, v, v, factor);
                rounding.round(v);
              }
              lanes.storeNarrowed(
                  lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
            });
    a.vzeroupper();
    a.ret();
  }
}
