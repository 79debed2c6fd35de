package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The maximum of floats: negative infinity where there are none, NaN where one is. {@code vmaxps}
 * forgets a NaN, so that the greatest magnitude is kept too, as an integer: in that order NaN is
 * greatest. In the end it becomes 0, or stays NaN, and is added.
 */
record FloatMaximum() implements PoolOperation {
  private static final int MAGNITUDE = 4;
  private static final int LOADED = 8;
  private static final int LEAST = 12;
  private static final int WITHOUT_SIGN = 13;
  private static final int ZERO = 14;

  @Override
  public String name() {
    return "max_f32";
  }

  @Override
  public int elementBytes() {
    return 4;
  }

  @Override
  public ElementLoop loop(Assembler a, Isa isa) {
    return ElementLoop.ofLanes(a, isa);
  }

  @Override
  public void begin(Assembler a, Isa isa) {
    int least = Float.floatToRawIntBits(Float.NEGATIVE_INFINITY);
    a.op(Op.VMOVUPS, isa.vec(LEAST), Mem.at(a.constant(least)));
    a.op(Op.VMOVUPS, isa.vec(WITHOUT_SIGN), Mem.at(a.constant(Integer.MAX_VALUE)));
    a.op(Op.VPXORD, isa.vec(ZERO), isa.vec(ZERO), isa.vec(ZERO));
  }

  @Override
  public void start(Lanes lanes) {
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.a().op(Op.VMOVUPS, lanes.isa().vec(i), lanes.isa().vec(LEAST));
      lanes.a().op(Op.VMOVUPS, lanes.isa().vec(MAGNITUDE + i), lanes.isa().vec(ZERO));
    }
  }

  @Override
  public void add(Lanes lanes, Gpr pixel) {
    Assembler a = lanes.a();
    Isa isa = lanes.isa();
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = isa.vec(LOADED + i);
      lanes.loadFloats(v, lanes.from(pixel, 4, i));
      a.op(Op.VMAXPS, isa.vec(i), isa.vec(i), v);
      a.op(Op.VPANDD, v, v, isa.vec(WITHOUT_SIGN));
      a.op(Op.VPMAXSD, isa.vec(MAGNITUDE + i), isa.vec(MAGNITUDE + i), v);
    }
  }

  @Override
  public void finish(Lanes lanes, Gpr result) {
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = lanes.isa().vec(i);
      Vec magnitude = lanes.isa().vec(MAGNITUDE + i);
      lanes.a().op(Op.VMINPS, magnitude, lanes.isa().vec(ZERO), magnitude);
      lanes.a().op(Op.VADDPS, v, v, magnitude);
      lanes.storeFloats(lanes.at(result, 4, i), v);
    }
  }
}
