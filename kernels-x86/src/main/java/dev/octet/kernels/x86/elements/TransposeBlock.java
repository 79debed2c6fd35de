package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;

/** A block that {@link Transpose} turns over in registers, with vectors of 128 bits. */
enum TransposeBlock {
  /**
   * Sixteen rows of eight bytes. Unpacking row i with row i + 8, then 4, 2 and 1 further on, four
   * times the same instruction, ends with the rows in order.
   */
  BYTES(1, 16, 8) {
    @Override
    void emit(Assembler a, Rows in, Rows out) {
      for (int i = 0; i < 16; i++) {
        in.walk(a, i);
        a.op(Op.VMOVQ, Vec.xmm(i), in.at(i));
      }
      for (int i = 0; i < 8; i++) {
        a.op(Op.VPUNPCKLBW, Vec.xmm(i), Vec.xmm(i), Vec.xmm(i + 8));
      }
      // Three perfect shuffles of eight registers, each from one half of the registers to the
      // other.
      shuffle(a, 0, 8);
      shuffle(a, 8, 0);
      shuffle(a, 0, 8);
      for (int i = 0; i < 8; i++) {
        out.walk(a, i);
        a.store(Op.VMOVDQU32_STORE, out.at(i), Vec.xmm(8 + i));
      }
    }

    private void shuffle(Assembler a, int from, int to) {
      for (int i = 0; i < 4; i++) {
        a.op(Op.VPUNPCKLBW, Vec.xmm(to + 2 * i), Vec.xmm(from + i), Vec.xmm(from + i + 4));
        a.op(Op.VPUNPCKHBW, Vec.xmm(to + 2 * i + 1), Vec.xmm(from + i), Vec.xmm(from + i + 4));
      }
    }
  },

  /** Four rows of four floats. */
  FLOATS(4, 4, 4) {
    @Override
    void emit(Assembler a, Rows in, Rows out) {
      for (int i = 0; i < 4; i++) {
        in.walk(a, i);
        a.op(Op.VMOVUPS, Vec.xmm(i), in.at(i));
      }
      a.op(Op.VUNPCKLPS, Vec.xmm(4), Vec.xmm(0), Vec.xmm(1));
      a.op(Op.VUNPCKLPS, Vec.xmm(5), Vec.xmm(2), Vec.xmm(3));
      a.op(Op.VUNPCKHPS, Vec.xmm(6), Vec.xmm(0), Vec.xmm(1));
      a.op(Op.VUNPCKHPS, Vec.xmm(7), Vec.xmm(2), Vec.xmm(3));
      a.op(Op.VPUNPCKLQDQ, Vec.xmm(0), Vec.xmm(4), Vec.xmm(5));
      a.op(Op.VPUNPCKHQDQ, Vec.xmm(1), Vec.xmm(4), Vec.xmm(5));
      a.op(Op.VPUNPCKLQDQ, Vec.xmm(2), Vec.xmm(6), Vec.xmm(7));
      a.op(Op.VPUNPCKHQDQ, Vec.xmm(3), Vec.xmm(6), Vec.xmm(7));
      for (int i = 0; i < 4; i++) {
        out.walk(a, i);
        a.store(Op.VMOVUPS_STORE, out.at(i), Vec.xmm(i));
      }
    }
  };

  /** Bytes of an element. */
  final int elementBytes;

  /** Rows of the input, columns of the result. */
  final int rows;

  /** Columns of the input, rows of the result. */
  final int columns;

  TransposeBlock(int elementBytes, int rows, int columns) {
    this.elementBytes = elementBytes;
    this.rows = rows;
    this.columns = columns;
  }

  abstract void emit(Assembler a, Rows in, Rows out);

  /**
   * Where rows lie, four at a time.
   *
   * @param first where the first of four is
   * @param stride bytes from row to row
   * @param three three strides
   */
  record Rows(Gpr first, Gpr stride, Gpr three) {
    /** Goes on to the next four rows, where row {@code i} begins them. */
    void walk(Assembler a, int i) {
      if (i > 0 && i % 4 == 0) {
        a.lea(first, Mem.at(first, stride, 4, 0));
      }
    }

    /** Row i, once the four are reached. */
    Mem at(int i) {
      return switch (i % 4) {
        case 0 -> Mem.at(first);
        case 1 -> Mem.at(first, stride, 1, 0);
        case 2 -> Mem.at(first, stride, 2, 0);
        default -> Mem.at(first, three, 1, 0);
      };
    }
  }
}
