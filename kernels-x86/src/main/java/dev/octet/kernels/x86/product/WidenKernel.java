package dev.octet.kernels.x86.product;

import static dev.octet.kernels.x86.asm.Op.VMOVDQU32;
import static dev.octet.kernels.x86.asm.Op.VMOVDQU32_STORE;
import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPBROADCASTW;
import static dev.octet.kernels.x86.asm.Op.VPMOVZXBW;
import static dev.octet.kernels.x86.asm.Op.VPSUBW;
import static dev.octet.kernels.x86.asm.Op.VPXORD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;

/**
 * Makes 16-bit integers of bytes, less their zero point: {@code y[i][k] = x[i][k] - z[i]}, what
 * AVX2's products read instead of bytes. Rows are filled up with zeros to whole steps.
 *
 * <p>Operands: bytes; parameters; C: 16-bit integers; R: zero points of rows, for unsigned bytes.
 */
record WidenKernel() implements Emitter {
  /** Rows. */
  static final int ROWS = 0;

  /** Integers of a row. */
  static final int COLUMNS = 1;

  /** Bytes between rows of the input. */
  static final int X_STRIDE = 2;

  /** Bytes between rows of the result. */
  static final int Y_STRIDE = 3;

  /** 0x80808080 where bytes are signed. */
  static final int FLIP = 4;

  /** Bytes between zero points: 4, or 0 where one serves all rows. */
  static final int Z_STRIDE = 5;

  static final int COUNT = 6;

  @Override
  public String name() {
    return "widen_u8_s16_avx2";
  }

  @Override
  public void emit(Assembler a) {
    Vec flip = Vec.xmm(1);
    Vec zero = Vec.ymm(2);
    Vec x = Vec.ymm(0);
    a.mov(Gpr.R10, Mem.at(Gpr.RSP, 16));
    a.push(Gpr.RBX);
    a.movsxd(Gpr.RSI, Mem.at(Gpr.RDX, 4 * ROWS));
    a.movsxd(Gpr.R8, Mem.at(Gpr.RDX, 4 * COLUMNS));
    a.op(VPBROADCASTD, flip, Mem.at(Gpr.RDX, 4 * FLIP));
    Label row = a.here();
    a.op(VPBROADCASTW, zero, Mem.at(Gpr.R10));
    a.movsxd(Gpr.R9, Mem.at(Gpr.RDX, 4 * Z_STRIDE));
    a.add(Gpr.R10, Gpr.R9);
    a.zero(Gpr.R11);
    Label tail = new Label();
    Label done = new Label();
    a.mov(Gpr.R9, Gpr.R8);
    a.sub(Gpr.R9, 16);
    Label vectors = a.here();
    a.cmp(Gpr.R11, Gpr.R9);
    a.jump(Condition.GREATER, tail);
    a.op(VMOVDQU32, x.as(Vec.Width.XMM), Mem.at(Gpr.RDI, Gpr.R11, 1, 0));
    a.op(VPXORD, x.as(Vec.Width.XMM), x.as(Vec.Width.XMM), flip);
    a.op(VPMOVZXBW, x, x.as(Vec.Width.XMM));
    a.op(VPSUBW, x, x, zero);
    a.store(VMOVDQU32_STORE, Mem.at(Gpr.RCX, Gpr.R11, 2, 0), x);
    a.add(Gpr.R11, 16);
    a.jmp(vectors);
    a.bind(tail);
    a.vmovd(Gpr.RAX, zero.as(Vec.Width.XMM));
    a.cmp(Gpr.R11, Gpr.R8);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    a.movzx8(Gpr.R9, Mem.at(Gpr.RDI, Gpr.R11, 1, 0));
    a.mov32(Gpr.RBX, Mem.at(Gpr.RDX, 4 * FLIP));
    a.and(Gpr.RBX, 0x80);
    a.xor(Gpr.R9, Gpr.RBX);
    a.sub(Gpr.R9, Gpr.RAX);
    a.mov16(Mem.at(Gpr.RCX, Gpr.R11, 2, 0), Gpr.R9);
    a.add(Gpr.R11, 1);
    a.jmp(tail);
    a.bind(done);
    fillUp(a);
    a.movsxd(Gpr.R9, Mem.at(Gpr.RDX, 4 * X_STRIDE));
    a.add(Gpr.RDI, Gpr.R9);
    a.movsxd(Gpr.R9, Mem.at(Gpr.RDX, 4 * Y_STRIDE));
    a.add(Gpr.RCX, Gpr.R9);
    a.add(Gpr.RSI, -1);
    a.jump(Condition.NOT_EQUAL, row);
    a.pop(Gpr.RBX);
    a.vzeroupper();
    a.ret();
  }

  /** Rows are an even number of integers. */
  private static void fillUp(Assembler a) {
    Label even = new Label();
    a.test(Gpr.R8, 1);
    a.jump(Condition.EQUAL, even);
    a.zero(Gpr.RAX);
    a.mov16(Mem.at(Gpr.RCX, Gpr.R11, 2, 0), Gpr.RAX);
    a.bind(even);
  }
}
