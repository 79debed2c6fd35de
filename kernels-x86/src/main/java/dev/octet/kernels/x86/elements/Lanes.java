package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The elements that a step of an {@link ElementLoop} works on, and how they come and go. Storing
 * may change RCX.
 *
 * @param a where code goes
 * @param isa the vectors' width
 * @param each elements of a whole vector
 * @param vectors how many vectors
 * @param part which elements of them
 */
record Lanes(Assembler a, Isa isa, int each, int vectors, Part part) {
  /** Which elements there are. */
  enum Part {
    /** All. */
    ALL,
    /** Those of {@link ElementLoop#REST}. */
    MASKED,
    /** The first eight, of bytes; what is in the others does not count. */
    EIGHT,
    /** The first; what is in the others does not count. */
    FIRST
  }

  /** Where the elements of a vector are, of so many bytes, in a run. */
  Mem at(Gpr run, int bytes, int vector) {
    return Mem.at(run, ElementLoop.INDEX, bytes, vector * each * bytes);
  }

  /** Where they are from an address on. */
  Mem from(Gpr address, int bytes, int vector) {
    return Mem.at(address, vector * each * bytes);
  }

  /** Loads floats. */
  void loadFloats(Vec to, Mem from) {
    switch (part) {
      case ALL -> a.op(Op.VMOVUPS, to, from);
      case MASKED -> a.op(Op.VMOVUPS, to.zero(ElementLoop.REST), from);
      case EIGHT -> throw new IllegalStateException("floats by eight");
      case FIRST -> a.op(Op.VMOVD, low(to), from);
    }
  }

  /** Stores floats. */
  void storeFloats(Mem to, Vec from) {
    switch (part) {
      case ALL -> a.store(Op.VMOVUPS_STORE, to, from);
      case MASKED -> a.store(Op.VMOVUPS_STORE, to.merge(ElementLoop.REST), from);
      case EIGHT -> throw new IllegalStateException("floats by eight");
      case FIRST -> a.store(Op.VMOVD_STORE, to, low(from));
    }
  }

  /** Loads bytes that stay bytes. */
  void loadBytes(Vec to, Mem from) {
    switch (part) {
      case ALL -> a.op(Op.VMOVDQU32, to, from);
      case MASKED -> a.op(Op.VMOVDQU8, to.zero(ElementLoop.REST), from);
      case EIGHT -> a.op(Op.VMOVQ, low(to), from);
      case FIRST -> a.op(Op.VPBROADCASTB, low(to), from);
    }
  }

  /** Stores bytes of a vector full of them. */
  void storeBytes(Mem to, Vec from) {
    switch (part) {
      case ALL -> a.store(Op.VMOVDQU32_STORE, to, from);
      case MASKED -> a.store(Op.VMOVDQU8_STORE, to.merge(ElementLoop.REST), from);
      case EIGHT -> a.store(Op.VMOVQ_STORE, to, low(from));
      case FIRST -> {
        a.vmovd(Gpr.RCX, low(from));
        a.mov8(to, Gpr.RCX);
      }
    }
  }

  /** Loads bytes as integers of 32 bits. */
  void widenBytes(Vec to, Mem from, boolean unsigned) {
    Op widen = unsigned ? Op.VPMOVZXBD : Op.VPMOVSXBD;
    switch (part) {
      case ALL -> a.op(widen, to, from);
      case MASKED -> a.op(widen, to.zero(ElementLoop.REST), from);
      case EIGHT -> throw new IllegalStateException("integers of 32 bits by eight");
      case FIRST -> {
        a.op(Op.VPBROADCASTB, low(to), from);
        a.op(widen, to, low(to));
      }
    }
  }

  /** Stores the bytes that were made of one vector of 32 bits, or of four. */
  void storeNarrowed(Mem to, Vec from) {
    if (part != Part.ALL || vectors == 4) {
      storeBytes(to, part == Part.ALL ? from : low(from));
    } else if (isa.lanes() == 16) {
      a.store(Op.VMOVDQU32_STORE, to, low(from));
    } else {
      a.store(Op.VMOVQ_STORE, to, low(from));
    }
  }

  private static Vec low(Vec v) {
    return v.as(Vec.Width.XMM);
  }
}
