package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The least and the greatest float. NaN never counts: {@code vminps} and {@code vmaxps} give their
 * second operand, the extreme so far, where one is NaN. Infinities do. Without numbers the least is
 * +infinity, the greatest -infinity.
 */
record LeastAndGreatest(Isa isa) implements Emitter, ElementLoop.Step {
  private static final int GREATEST = 4;

  @Override
  public String name() {
    return "min_max_f32_".concat(isa.name());
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    for (int i = 0; i < 4; i++) {
      a.op(Op.VBROADCASTSS, isa.vec(i), constant(a, Float.POSITIVE_INFINITY));
      a.op(Op.VBROADCASTSS, isa.vec(GREATEST + i), constant(a, Float.NEGATIVE_INFINITY));
    }
    ElementLoop.ofLanes(a, isa).emit(this);
    for (int i = 1; i < 4; i++) {
      a.op(Op.VMINPS, isa.vec(0), isa.vec(0), isa.vec(i));
      a.op(Op.VMAXPS, isa.vec(GREATEST), isa.vec(GREATEST), isa.vec(GREATEST + i));
    }
    reduce(a, Op.VMINPS, 0);
    reduce(a, Op.VMAXPS, GREATEST);
    a.op(Op.VUNPCKLPS, Vec.xmm(0), Vec.xmm(0), Vec.xmm(GREATEST));
    a.store(Op.VMOVQ_STORE, Mem.at(Operands.RESULT), Vec.xmm(0));
    a.vzeroupper();
    a.ret();
  }

  private static Mem constant(Assembler a, float value) {
    return Mem.at(a.constant(Float.floatToRawIntBits(value)));
  }

  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(8 + i);
      Vec least = isa.vec(i);
      Vec greatest = isa.vec(GREATEST + i);
      lanes.loadFloats(v, lanes.at(Operands.INPUT, 4, i));
      if (lanes.part() == Lanes.Part.FIRST) {
        a.op(Op.VBROADCASTSS, v, v.as(Vec.Width.XMM));
      }
      boolean masked = lanes.part() == Lanes.Part.MASKED;
      a.op(Op.VMINPS, masked ? least.merge(ElementLoop.REST) : least, v, least);
      a.op(Op.VMAXPS, masked ? greatest.merge(ElementLoop.REST) : greatest, v, greatest);
    }
  }

  /** All lanes into the first, halving. */
  private void reduce(Assembler a, Op op, int number) {
    Vec v = isa.vec(number);
    Vec t = isa.vec(8);
    if (isa.width() == Vec.Width.ZMM) {
      a.extract(Op.VEXTRACTI64X4, t.as(Vec.Width.YMM), v, 1);
      a.op(op, v.as(Vec.Width.YMM), v.as(Vec.Width.YMM), t.as(Vec.Width.YMM));
    }
    a.extract(Op.VEXTRACTI128, t.as(Vec.Width.XMM), v.as(Vec.Width.YMM), 1);
    v = v.as(Vec.Width.XMM);
    t = t.as(Vec.Width.XMM);
    a.op(op, v, v, t);
    a.op(Op.VPSHUFD, t, v, 0x4e);
    a.op(op, v, v, t);
    a.op(Op.VPSHUFD, t, v, 0xb1);
    a.op(op, v, v, t);
  }
}
