package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS_STORE;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKHQDQ;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKLQDQ;
import static dev.octet.kernels.x86.asm.Op.VUNPCKHPS;
import static dev.octet.kernels.x86.asm.Op.VUNPCKLPS;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.util.Locale;

/**
 * Packs one panel of B ({@link FloatTileEmitter} draws it) from rows of K: four rows at a time,
 * transposed in blocks of four by four. Columns that are not there become the last one that is.
 *
 * <p>Operands: B; K; the panel; columns; bytes between rows.
 *
 * @param isa which panel
 * @param vectors which panel: vectors of columns
 */
record PackFloatRows(Isa isa, int vectors) implements Emitter {
  private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13};
  private static final Gpr[] ROWS = {Gpr.RAX, Gpr.RDX, Gpr.R8, Gpr.R10};
  private static final Gpr NEXT_ROW = Gpr.RDI;
  private static final Gpr ROWS_LEFT = Gpr.R11;
  private static final Gpr STRIDE = Gpr.R9;
  private static final Gpr K = Gpr.RBP;
  private static final Gpr TO = Gpr.RBX;
  private static final Gpr GROUPS = Gpr.R12;
  private static final Gpr TMP = Gpr.R13;

  @Override
  public String name() {
    return "pack_rows_f32_%d_%s".formatted(vectors, isa).toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    int first = Machine.FIRST_ON_STACK + 8 * SAVED.length;
    for (Gpr r : SAVED) {
      a.push(r);
    }
    a.mov(ROWS_LEFT, Mem.at(Gpr.RSP, first));
    a.mov(STRIDE, Mem.at(Gpr.RSP, first + 8));
    a.mov(GROUPS, columns() / 4);
    Label group = a.here();
    for (Gpr row : ROWS) {
      a.mov(row, NEXT_ROW);
      a.lea(TMP, Mem.at(NEXT_ROW, STRIDE, 1, 0));
      a.sub(ROWS_LEFT, 1);
      a.cmov(Condition.GREATER, NEXT_ROW, TMP);
    }
    a.mov(TO, Gpr.RCX);
    a.zero(K);
    blocks(a);
    singles(a);
    a.add(Gpr.RCX, 16);
    a.dec(GROUPS);
    a.jump(Condition.NOT_EQUAL, group);
    for (int i = SAVED.length - 1; i >= 0; i--) {
      a.pop(SAVED[i]);
    }
    a.vzeroupper();
    a.ret();
  }

  private int columns() {
    return vectors * isa.lanes();
  }

  private void blocks(Assembler a) {
    Label check = new Label();
    a.mov(TMP, Gpr.RSI);
    a.and(TMP, -4);
    a.jmp(check);
    Label block = a.here();
    for (int i = 0; i < 4; i++) {
      a.op(VMOVUPS, Vec.xmm(i), Mem.at(ROWS[i], K, 4, 0));
    }
    a.op(VUNPCKLPS, Vec.xmm(4), Vec.xmm(0), Vec.xmm(1));
    a.op(VUNPCKLPS, Vec.xmm(5), Vec.xmm(2), Vec.xmm(3));
    a.op(VUNPCKHPS, Vec.xmm(6), Vec.xmm(0), Vec.xmm(1));
    a.op(VUNPCKHPS, Vec.xmm(7), Vec.xmm(2), Vec.xmm(3));
    for (int i = 0; i < 4; i++) {
      int pair = 4 + i / 2 * 2;
      a.op(i % 2 == 0 ? VPUNPCKLQDQ : VPUNPCKHQDQ, Vec.xmm(i), Vec.xmm(pair), Vec.xmm(pair + 1));
      a.store(VMOVUPS_STORE, Mem.at(TO, 4 * columns() * i), Vec.xmm(i));
    }
    a.add(TO, 4 * columns() * 4);
    a.add(K, 4);
    a.bind(check);
    a.cmp(K, TMP);
    a.jump(Condition.LESS, block);
  }

  private void singles(Assembler a) {
    Label check = new Label();
    a.jmp(check);
    Label single = a.here();
    for (int i = 0; i < 4; i++) {
      a.mov32(TMP, Mem.at(ROWS[i], K, 4, 0));
      a.mov32(Mem.at(TO, 4 * i), TMP);
    }
    a.add(TO, 4 * columns());
    a.add(K, 1);
    a.bind(check);
    a.cmp(K, Gpr.RSI);
    a.jump(Condition.LESS, single);
  }
}
