package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/** The maximum of bytes: the least one where there are none. */
record ByteMaximum(boolean unsigned) implements PoolOperation {
  private static final int LEAST = 8;

  @Override
  public String name() {
    return unsigned ? "max_u8" : "max_s8";
  }

  @Override
  public int elementBytes() {
    return 1;
  }

  @Override
  public ElementLoop loop(Assembler a, Isa isa) {
    return ElementLoop.ofBytes(a, isa);
  }

  @Override
  public void begin(Assembler a, Isa isa) {
    a.op(Op.VMOVDQU32, isa.vec(LEAST), Mem.at(a.constant(unsigned ? 0 : 0x80808080)));
  }

  @Override
  public void start(Lanes lanes) {
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.a().op(Op.VMOVDQU32, lanes.isa().vec(i), lanes.isa().vec(LEAST));
    }
  }

  @Override
  public void add(Lanes lanes, Gpr pixel) {
    Op op = unsigned ? Op.VPMAXUB : Op.VPMAXSB;
    for (int i = 0; i < lanes.vectors(); i++) {
      Vec max = lanes.isa().vec(i);
      Mem from = lanes.from(pixel, 1, i);
      if (lanes.part() == Lanes.Part.ALL) {
        lanes.a().op(op, max, max, from);
      } else {
        Vec v = lanes.isa().vec(4);
        lanes.loadBytes(v, from);
        lanes.a().op(op, max, max, v);
      }
    }
  }

  @Override
  public void finish(Lanes lanes, Gpr result) {
    for (int i = 0; i < lanes.vectors(); i++) {
      lanes.storeBytes(lanes.at(result, 1, i), lanes.isa().vec(i));
    }
  }
}
