package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/** The average of floats: their sum in order, divided by the pixel's divisor. */
record FloatAverage() implements PoolOperation {
  private static final int LOADED = 4;

  @Override
  public String name() {
    return "average_f32";
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
  public void begin(Assembler a, Isa isa) {}

  @Override
  public void start(Lanes lanes) {
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec sum = lanes.isa().vec(i);
      lanes.a().op(Op.VPXORD, sum, sum, sum);
    }
  }

  @Override
  public void add(Lanes lanes, Gpr pixel) {
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec sum = lanes.isa().vec(i);
      Vec v = lanes.isa().vec(LOADED + i);
      lanes.loadFloats(v, lanes.from(pixel, 4, i));
      lanes.a().op(Op.VADDPS, sum, sum, v);
    }
  }

  @Override
  public void finish(Lanes lanes, Gpr result) {
    Vec divisor = lanes.isa().vec(LOADED);
    lanes.a().op(Op.VBROADCASTSS, divisor, PoolWindows.MULTIPLIER);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = lanes.isa().vec(i);
      lanes.a().op(Op.VDIVPS, v, v, divisor);
      lanes.storeFloats(lanes.at(result, 4, i), v);
    }
  }
}
