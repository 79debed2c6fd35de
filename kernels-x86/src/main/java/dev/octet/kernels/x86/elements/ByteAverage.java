package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/** The average of bytes: an exact sum in 32 bits, times the pixel's multiplier. */
record ByteAverage(boolean unsigned) implements PoolOperation {
  private static final int LOADED = 4;

  @Override
  public String name() {
    return unsigned ? "average_u8" : "average_s8";
  }

  @Override
  public int elementBytes() {
    return 1;
  }

  @Override
  public ElementLoop loop(Assembler a, Isa isa) {
    return ElementLoop.ofLanes(a, isa);
  }

  @Override
  public void begin(Assembler a, Isa isa) {
    new Rounding(a, isa, true)
        .begin(
            PoolWindows.head(PoolTable.LEAST),
            PoolWindows.head(PoolTable.GREATEST),
            PoolWindows.head(PoolTable.ZERO_POINT));
  }

  @Override
  public void start(Lanes lanes) {
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.a().op(Op.VPBROADCASTD, lanes.isa().vec(i), PoolWindows.FIRST_SUM);
    }
  }

  @Override
  public void add(Lanes lanes, Gpr pixel) {
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec sum = lanes.isa().vec(i);
      Vec v = lanes.isa().vec(LOADED + i);
      lanes.widenBytes(v, lanes.from(pixel, 1, i), unsigned);
      lanes.a().op(Op.VPADDD, sum, sum, v);
    }
  }

  @Override
  public void finish(Lanes lanes, Gpr result) {
    Assembler a = lanes.a();
    Rounding rounding = new Rounding(a, lanes.isa(), true);
    Vec multiplier = lanes.isa().vec(LOADED);
    a.op(Op.VBROADCASTSS, multiplier, PoolWindows.MULTIPLIER);
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec v = lanes.isa().vec(i);
      a.op(Op.VCVTDQ2PS, v, v);
      a.op(Op.VMULPS, v, v, multiplier);
      rounding.round(v);
    }
    lanes.storeNarrowed(lanes.at(result, 1, 0), rounding.bytes(0, lanes.vectors()));
  }
}
