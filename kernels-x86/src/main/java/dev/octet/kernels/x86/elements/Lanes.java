package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The elements that a step of an {@link ElementLoop} works on, and how they come and go.
 *
 * @param a where code goes
 * @param isa the vectors' width
 * @param vectors how many
 * @param part which lanes of them
 */
record Lanes(Assembler a, Isa isa, int vectors, Part part) {
  /** Which lanes there are. */
  enum Part {
    /** All. */
    ALL,
    /** Those of {@link ElementLoop#REST}. */
    MASKED,
    /** The first; what is in the others does not count. */
    FIRST
  }

  private Mem at(Gpr base, int bytes, int vector) {
    return Mem.at(base, ElementLoop.INDEX, bytes, vector * isa.lanes() * bytes);
  }

  /** Loads floats, or integers of 32 bits. */
  void loadFloats(Vec to, Gpr base, int vector) {
    Mem from = at(base, 4, vector);
    switch (part) {
      case ALL -> a.op(Op.VMOVUPS, to, from);
      case MASKED -> a.op(Op.VMOVUPS, to.zero(ElementLoop.REST), from);
      case FIRST -> a.op(Op.VMOVD, to.as(Vec.Width.XMM), from);
    }
  }

  /** Stores floats, or integers of 32 bits. */
  void storeFloats(Gpr base, int vector, Vec from) {
    Mem to = at(base, 4, vector);
    switch (part) {
      case ALL -> a.store(Op.VMOVUPS_STORE, to, from);
      case MASKED -> a.store(Op.VMOVUPS_STORE, to.merge(ElementLoop.REST), from);
      case FIRST -> a.store(Op.VMOVD_STORE, to, from.as(Vec.Width.XMM));
    }
  }

  /** Loads bytes as integers of 32 bits. */
  void loadBytes(Vec to, Gpr base, int vector, boolean unsigned) {
    Op widen = unsigned ? Op.VPMOVZXBD : Op.VPMOVSXBD;
    Mem from = at(base, 1, vector);
    switch (part) {
      case ALL -> a.op(widen, to, from);
      case MASKED -> a.op(widen, to.zero(ElementLoop.REST), from);
      case FIRST -> {
        a.op(Op.VPBROADCASTB, to.as(Vec.Width.XMM), from);
        a.op(widen, to, to.as(Vec.Width.XMM));
      }
    }
  }

  /** Stores the bytes of one vector, or of four in one register, in order. */
  void storeBytes(Gpr base, Vec from) {
    Mem to = at(base, 1, 0);
    Vec low = from.as(Vec.Width.XMM);
    switch (part) {
      case ALL -> {
        if (vectors == 4) {
          a.store(Op.VMOVDQU32_STORE, to, from);
        } else if (isa.lanes() == 16) {
          a.store(Op.VMOVDQU32_STORE, to, low);
        } else {
          a.store(Op.VMOVQ_STORE, to, low);
        }
      }
      case MASKED -> a.store(Op.VMOVDQU8_STORE, to.merge(ElementLoop.REST), low);
      case FIRST -> {
        a.vmovd(Gpr.RCX, low);
        a.mov8(to, Gpr.RCX);
      }
    }
  }
}
