package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Floats to bytes: {@link dev.octet.numerics.Affine#quantize}, or, fused, {@link
 * dev.octet.numerics.Affine#quantizeFused}. NaN is taken out first: the factor is neither 0 nor
 * infinite, so that a product is NaN only where its operand is.
 *
 * <p>Numbers: factor; what the fused operation adds; least, greatest; the zero point that is added
 * to integers.
 */
record QuantizeFloats(Isa isa, boolean fused) implements Emitter {
  @Override
  public String name() {
    return (fused ? "quantize_fused_f32_x8_" : "quantize_f32_x8_") + isa;
  }

  @Override
  public void emit(Assembler a) {
    Vec factor = isa.vec(8);
    Vec term = isa.vec(7);
    Rounding rounding = new Rounding(a, isa, true);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, factor, Operands.number(0));
    a.op(Op.VBROADCASTSS, term, Operands.number(1));
    rounding.begin(Operands.number(2), Operands.number(3), Operands.number(4));
    ElementLoop.ofLanes(a, isa)
        .emit(
            lanes -> {
              for (int i = 0; i < lanes.vectors(); i++) {
                Vec v = isa.vec(i);
                lanes.loadFloats(v, lanes.at(Operands.INPUT, 4, i));
                Vec numbers = rounding.withoutNaN(v, fused);
                if (fused) {
                  a.op(Op.VFMADD213PS, v, factor, term);
                } else {
                  a.op(Op.VMULPS, numbers, v, factor);
                }
                rounding.round(v);
              }
              lanes.storeNarrowed(
                  lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
            });
    a.vzeroupper();
    a.ret();
  }
}
