package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VPDPBUSD;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import java.util.Locale;

/**
 * Packs one panel of weights ({@link TileEmitter} draws it) from rows without gaps, and sums its
 * columns: a step of each column in turn, then the next step. It is generated so that a process
 * that has just started does not pack millions of weights in interpreted code.
 *
 * <p>Operands: rows; parameters; C: the panel, from its sums on. See {@link #STEPS} and those after
 * it.
 *
 * @param isa which panel
 */
record PackKernel(Isa isa) implements Emitter {
  /** Steps of a row. */
  static final int STEPS = 0;

  /** Columns that there are. */
  static final int COLUMNS = 1;

  /** Bytes before the first step. */
  static final int HEADER = 2;

  /** 0x80808080 where weights are unsigned: made signed. */
  static final int FLIP = 3;

  static final int COUNT = 4;

  @Override
  public String name() {
    return "pack_panel_" + isa.name().toLowerCase(Locale.ROOT);
  }

  private int perStep() {
    return isa.hasDotProduct() ? 4 : 2;
  }

  @Override
  public void emit(Assembler a) {
    Label ones = a.constant(0x01010101);
    a.push(Gpr.RBX);
    a.push(Gpr.RBP);
    a.movsxd(Gpr.R8, Mem.at(Gpr.RDX, 4 * STEPS));
    a.movsxd(Gpr.R9, Mem.at(Gpr.RDX, 4 * COLUMNS));
    a.movsxd(Gpr.RBX, Mem.at(Gpr.RDX, 4 * HEADER));
    a.mov32(Gpr.RBP, Mem.at(Gpr.RDX, 4 * FLIP));
    a.add(Gpr.RBX, Gpr.RCX);
    // The distance between rows: all their steps.
    a.mov(Gpr.RDX, Gpr.R8);
    a.shl(Gpr.RDX, isa.hasDotProduct() ? 2 : 1);
    a.mov(Gpr.RSI, Gpr.R8);
    Label step = a.here();
    a.mov(Gpr.R10, Gpr.RDI);
    a.zero(Gpr.R11);
    Label column = a.here();
    if (isa.hasDotProduct()) {
      a.mov32(Gpr.RAX, Mem.at(Gpr.R10));
      a.xor(Gpr.RAX, Gpr.RBP);
      a.mov32(Mem.at(Gpr.RBX, Gpr.R11, 4, 0), Gpr.RAX);
    } else {
      a.movzx16(Gpr.RAX, Mem.at(Gpr.R10));
      a.xor(Gpr.RAX, Gpr.RBP);
      a.mov16(Mem.at(Gpr.RBX, Gpr.R11, 2, 0), Gpr.RAX);
    }
    a.add(Gpr.R10, Gpr.RDX);
    a.add(Gpr.R11, 1);
    a.cmp(Gpr.R11, Gpr.R9);
    a.jump(Condition.LESS, column);
    a.add(Gpr.RDI, perStep());
    a.add(Gpr.RBX, 2 * isa.lanes() * perStep());
    a.dec(Gpr.RSI);
    a.jump(Condition.NOT_EQUAL, step);
    if (isa.hasDotProduct()) {
      sum(a, ones);
    }
    a.pop(Gpr.RBP);
    a.pop(Gpr.RBX);
    a.vzeroupper();
    a.ret();
  }

  /** Goes through the panel again, backwards from its end. */
  private void sum(Assembler a, Label ones) {
    int width = isa.width().bytes();
    a.op(VPXORD, isa.vec(0), isa.vec(0), isa.vec(0));
    a.op(VPXORD, isa.vec(1), isa.vec(1), isa.vec(1));
    a.op(VMOVDQU32, isa.vec(2), Mem.at(ones));
    Label step = a.here();
    a.sub(Gpr.RBX, 2 * width);
    a.op(VPDPBUSD, isa.vec(0), isa.vec(2), Mem.at(Gpr.RBX));
    a.op(VPDPBUSD, isa.vec(1), isa.vec(2), Mem.at(Gpr.RBX, width));
    a.dec(Gpr.R8);
    a.jump(Condition.NOT_EQUAL, step);
    a.store(VMOVDQU32_STORE, Mem.at(Gpr.RCX), isa.vec(0));
    a.store(VMOVDQU32_STORE, Mem.at(Gpr.RCX, width), isa.vec(1));
  }
}
