package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVQ;
import static dev.octet.kernels.x86.asm.Op.VPADDD;
import static dev.octet.kernels.x86.asm.Op.VPERMD;
import static dev.octet.kernels.x86.asm.Op.VPMOVZXBW;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Writes the columns of grouped convolutions: each lane, an output, gets the input channels of its
 * own group, four (AVX2: two, as 16-bit integers) at a time.
 *
 * <pre>
 * pixel, two groups of 8     a0..a3 a4..a7 | b0..b3 b4..b7
 * vpermd, step 0             a0..a3 eight times, b0..b3 eight times
 *         step 1             a4..a7 eight times, b4..b7 eight times
 * </pre>
 */
final class GroupedColumns {
  /** A line of the image, from the first input of each vector on. */
  private static final Gpr[] ROWS = {Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10};

  private final ColumnKey key;
  private final Isa isa;
  private final int vectors;
  private final Frame frame;
  private final Assembler a;
  private final Label signFlip;
  private final Label ones;

  GroupedColumns(ColumnKey key, Frame frame, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.vectors = key.vectors();
    this.frame = frame;
    a = assembler;
    signFlip = a.constant(0x80808080);
    ones = a.constant(1);
  }

  /** Goes along each line once for each step. */
  void emit() {
    a.op(VMOVDQU32, isa.vec(14), Mem.at(signFlip));
    a.op(VMOVDQU32, isa.vec(15), Mem.at(ones));
    frame.get(Gpr.RDI, Slot.TABLE_LINE);
    frame.parameter(Gpr.RSI, ColumnParams.COLUMN_TAPS);
    frame.get(Gpr.RCX, Slot.INSIDE);
    frame.parameter(Gpr.R14, ColumnParams.PIXEL);
    frame.parameter(Gpr.R15, ColumnParams.COLUMN);
    Label tap = a.here();
    startTap();
    Label step = a.here();
    step();
    a.add(Gpr.RCX, vectors * key.width());
    for (int n = 0; n < vectors; n++) {
      a.op(VPADDD, lane(n), lane(n), isa.vec(15));
    }
    a.dec(Gpr.R8);
    a.jump(Condition.NOT_EQUAL, step);
    a.dec(Gpr.RSI);
    a.jump(Condition.NOT_EQUAL, tap);
    frame.put(Slot.TABLE_LINE, Gpr.RDI);
  }

  /** Which 32 bits of a pixel's a lane gets. */
  private Vec lane(int n) {
    return isa.vec(10 + n);
  }

  private void startTap() {
    frame.get(Gpr.R11, Slot.A);
    frame.row(Gpr.R12, Mem.at(Gpr.RDI), Gpr.R11);
    a.add(Gpr.RDI, 4);
    frame.get(Gpr.R11, Slot.INPUTS);
    for (int n = 0; n < vectors; n++) {
      a.op(VMOVDQU32, lane(n), Mem.at(Gpr.R11, n * key.width()));
      a.movsxd(ROWS[n], Mem.at(Gpr.R11, vectors * key.width() + 4 * n));
      a.add(ROWS[n], Gpr.R12);
    }
    frame.parameter(Gpr.R8, ColumnParams.TAP_STEPS);
  }

  private void step() {
    Label none = new Label();
    a.zero(Gpr.R11);
    a.mov(Gpr.R12, Gpr.RCX);
    frame.parameter(Gpr.R13, ColumnParams.INSIDE);
    a.test(Gpr.R13, Gpr.R13);
    a.jump(Condition.EQUAL, none);
    Label next = a.here();
    for (int n = 0; n < vectors; n++) {
      Vec v = isa.vec(n);
      load(v, Mem.at(ROWS[n], Gpr.R11, 1, 0));
      a.op(VPERMD, v, lane(n), v);
      a.store(VMOVDQU32_STORE, Mem.at(Gpr.R12, n * key.width()), v);
    }
    a.add(Gpr.R11, Gpr.R14);
    a.add(Gpr.R12, Gpr.R15);
    a.dec(Gpr.R13);
    a.jump(Condition.NOT_EQUAL, next);
    a.bind(none);
  }

  /** As many bytes as the groups of a vector have, or more that the pixel has. */
  private void load(Vec v, Mem from) {
    Vec.Width width =
        switch (key.inputs()) {
          case 8, 16 -> Vec.Width.XMM;
          case 32 -> Vec.Width.YMM;
          default -> Vec.Width.ZMM;
        };
    a.op(key.inputs() == 8 ? VMOVQ : VMOVDQU32, v.as(width), from);
    if (key.signed()) {
      a.op(VPXORD, v.as(width), v.as(width), isa.vec(14).as(width));
    }
    if (!isa.hasDotProduct()) {
      a.op(VPMOVZXBW, v, v.as(Vec.Width.XMM));
    }
  }
}
