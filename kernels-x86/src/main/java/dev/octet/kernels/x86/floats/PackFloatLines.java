package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VMASKMOVPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS;
import static dev.octet.kernels.x86.asm.Op.VMOVUPS_STORE;

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
 * Packs one panel of a transposed B ({@link FloatTileEmitter} draws it), whose rows are neighbours:
 * copies lines. Columns that are not there become 0.
 *
 * <p>Operands: B; lines, at least 1; the panel; columns; bytes between lines.
 *
 * @param isa which panel
 * @param vectors which panel: vectors of columns
 */
record PackFloatLines(Isa isa, int vectors) implements Emitter {
  @Override
  public String name() {
    return "pack_lines_f32_%d_%s".formatted(vectors, isa).toLowerCase(Locale.ROOT);
  }

  @Override
  public void emit(Assembler a) {
    int width = isa.width().bytes();
    a.mov(Gpr.RDX, Gpr.RCX);
    a.mov(Gpr.RCX, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK));
    a.mov(Gpr.R8, Mem.at(Gpr.RSP, Machine.FIRST_ON_STACK + 8));
    if (isa.hasMasks()) {
      PanelColumns.masks(a);
    } else {
      for (int j = 0; j < vectors; j++) {
        PanelColumns.signs(a, j, isa.vec(2 + j));
      }
    }
    Label line = a.here();
    for (int j = 0; j < vectors; j++) {
      Vec v = isa.vec(j);
      Mem from = Mem.at(Gpr.RDI, width * j);
      if (isa.hasMasks()) {
        a.op(VMOVUPS, v.zero(PanelColumns.mask(j)), from);
      } else {
        a.op(VMASKMOVPS, v, isa.vec(2 + j), from);
      }
      a.store(VMOVUPS_STORE, Mem.at(Gpr.RDX, width * j), v);
    }
    a.add(Gpr.RDI, Gpr.R8);
    a.add(Gpr.RDX, vectors * width);
    a.dec(Gpr.RSI);
    a.jump(Condition.NOT_EQUAL, line);
    a.vzeroupper();
    a.ret();
  }
}
