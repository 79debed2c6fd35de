package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU8;
import static dev.octet.kernels.x86.asm.Op.VMOVQ;
import static dev.octet.kernels.x86.asm.Op.VPERMD;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKHBW;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKHWD;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKLBW;
import static dev.octet.kernels.x86.asm.Op.VPUNPCKLWD;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * Writes the columns of depthwise convolutions: pixels that lie above one another, one for each
 * vertical tap, become 32-bit lanes of four taps of one channel; AVX2: two, as 16-bit integers.
 *
 * <pre>
 * line y-1   a0 a1 a2 ...
 * line y     b0 b1 b2 ...     vpunpck     a0 b0 c0 0 | a1 b1 c1 0 | a2 b2 c2 0 | ...
 * line y+1   c0 c1 c2 ...
 * </pre>
 */
final class DepthwiseColumns {
  /** Lines of the image. */
  private static final Gpr[] ROWS = {Gpr.RAX, Gpr.RBX, Gpr.RBP, Gpr.R10};

  private final ColumnKey key;
  private final Isa isa;
  private final int vectors;
  private final Frame frame;
  private final Assembler a;
  private final Label signFlip;
  private final Label pixelOrder;

  DepthwiseColumns(ColumnKey key, Frame frame, Assembler assembler) {
    this.key = key;
    this.isa = key.isa();
    this.vectors = key.vectors();
    this.frame = frame;
    a = assembler;
    signFlip = a.constant(0x80808080);
    pixelOrder = pixelOrder();
  }

  /** The order of 4 bytes in which unpacking within 128 bits gives channels in theirs. */
  private Label pixelOrder() {
    int lanes = isa.lanes() / 4;
    int[] order = new int[isa.lanes()];
    for (int l = 0; l < lanes; l++) {
      for (int j = 0; j < 4; j++) {
        order[4 * l + j] = lanes * j + l;
      }
    }
    return a.constant(order);
  }

  /** Takes the lines of the image apart, as many at a time as a lane has taps. */
  void emit() {
    a.op(VMOVDQU32, order(), Mem.at(pixelOrder));
    a.op(VMOVDQU32, flip(), Mem.at(signFlip));
    a.op(VPXORD, zero(), zero(), zero());
    frame.get(Gpr.RDI, Slot.TABLE_LINE);
    frame.parameter(Gpr.RSI, ColumnParams.COLUMN_TAPS);
    frame.get(Gpr.RCX, Slot.INSIDE);
    frame.parameter(Gpr.R14, ColumnParams.PIXEL);
    frame.parameter(Gpr.R15, ColumnParams.COLUMN);
    Label group = a.here();
    Label done = new Label();
    for (int rows = key.perStep(); rows >= 1; rows--) {
      Label fewer = new Label();
      a.cmp(Gpr.RSI, rows);
      a.jump(Condition.LESS, fewer);
      columns(rows);
      a.jmp(done);
      a.bind(fewer);
    }
    a.bind(done);
    a.add(Gpr.RCX, vectors * key.width());
    a.sub(Gpr.RSI, key.perStep());
    a.jump(Condition.GREATER, group);
    frame.put(Slot.TABLE_LINE, Gpr.RDI);
  }

  private Vec order() {
    return isa.vec(15);
  }

  private Vec flip() {
    return isa.vec(14);
  }

  private Vec zero() {
    return isa.vec(13);
  }

  private void columns(int rows) {
    frame.get(Gpr.R12, Slot.A);
    for (int i = 0; i < rows; i++) {
      frame.row(ROWS[i], Mem.at(Gpr.RDI, 4 * i), Gpr.R12);
    }
    a.add(Gpr.RDI, 4 * rows);
    Label none = new Label();
    a.zero(Gpr.R11);
    a.mov(Gpr.R12, Gpr.RCX);
    frame.parameter(Gpr.R13, ColumnParams.INSIDE);
    a.test(Gpr.R13, Gpr.R13);
    a.jump(Condition.EQUAL, none);
    Label next = a.here();
    for (int i = 0; i < rows; i++) {
      load(isa.vec(i), Mem.at(ROWS[i], Gpr.R11, 1, 0));
    }
    unpack(rows);
    a.add(Gpr.R11, Gpr.R14);
    a.add(Gpr.R12, Gpr.R15);
    a.dec(Gpr.R13);
    a.jump(Condition.NOT_EQUAL, next);
    a.bind(none);
  }

  /** A pixel's channels of the block, in an order that unpacking puts right. */
  private void load(Vec v, Mem from) {
    if (isa.hasMasks()) {
      a.op(VMOVDQU8, v.zero(OutputNumbers.BYTES), from);
      a.op(VPERMD, v, order(), v);
    } else if (vectors == 4) {
      a.op(VPERMD, v, order(), from);
    } else {
      a.op(vectors == 2 ? VMOVDQU32 : VMOVQ, v.as(Vec.Width.XMM), from);
      a.op(VPERMD, v, order(), v);
    }
    if (key.signed()) {
      a.op(VPXORD, v, v, flip());
    }
  }

  /** Bytes of up to four lines, from register 0 on, to a column. */
  private void unpack(int rows) {
    for (int high = 0; high < (vectors + 1) / 2; high++) {
      Vec first = isa.vec(4 + 2 * high);
      Vec second = rows > 2 ? isa.vec(5 + 2 * high) : zero();
      a.op(high == 0 ? VPUNPCKLBW : VPUNPCKHBW, first, isa.vec(0), rows > 1 ? isa.vec(1) : zero());
      if (rows > 2) {
        a.op(
            high == 0 ? VPUNPCKLBW : VPUNPCKHBW,
            second,
            isa.vec(2),
            rows > 3 ? isa.vec(3) : zero());
      }
      for (int j = 2 * high; j < Math.min(vectors, 2 * high + 2); j++) {
        Vec lanes = isa.vec(8 + j);
        if (isa.hasDotProduct()) {
          a.op(j % 2 == 0 ? VPUNPCKLWD : VPUNPCKHWD, lanes, first, second);
        } else {
          a.op(j % 2 == 0 ? VPUNPCKLBW : VPUNPCKHBW, lanes, first, zero());
        }
        a.store(VMOVDQU32_STORE, Mem.at(Gpr.R12, j * key.width()), lanes);
      }
    }
  }
}
