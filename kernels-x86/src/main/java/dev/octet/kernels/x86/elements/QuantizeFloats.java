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
record QuantizeFloats(Isa isa, boolean fused) implements Emitter, ElementLoop.Step {
  private static final int FACTOR = 8;
  private static final int TERM = 7;

  @Override
  public String name() {
    return (fused ? "quantize_fused_f32_x8_" : "quantize_f32_x8_").concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Rounding rounding = new Rounding(a, isa, true);
    Operands.begin(a);
    a.op(Op.VBROADCASTSS, isa.vec(FACTOR), Operands.number(0));
    a.op(Op.VBROADCASTSS, isa.vec(TERM), Operands.number(1));
    rounding.begin(Operands.number(2), Operands.number(3), Operands.number(4));
    ElementLoop.ofLanes(a, isa).emit(this);
    a.vzeroupper();
    a.ret();
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    Rounding rounding = new Rounding(a, isa, true);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(i);
      lanes.loadFloats(v, lanes.at(Operands.INPUT, 4, i));
      Vec numbers = rounding.withoutNaN(v, fused);
      if (fused) {
        a.op(Op.VFMADD213PS, v, isa.vec(FACTOR), isa.vec(TERM));
      } else {
        a.op(Op.VMULPS, numbers, v, isa.vec(FACTOR));
      }
      rounding.round(v);
    }
    lanes.storeNarrowed(lanes.at(Operands.RESULT, 1, 0), rounding.bytes(0, lanes.vectors()));
  }
}
