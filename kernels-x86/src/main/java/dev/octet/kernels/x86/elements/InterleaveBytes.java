package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Emitter;
import java.util.List;

/**
 * Three or four planes of bytes become pixels: {@code y[j * channels + i] = x[i][j]}, 32 pixels at
 * a time. The last 32 overlap those before, so that there must be as many; input and result are
 * different arrays.
 *
 * <p>The number is the distance from plane to plane, the count is pixels.
 */
record InterleaveBytes(int channels) implements Emitter {
  /** Pixels of a step. */
  static final int PIXELS = 32;

  private static final Gpr PIXEL = Gpr.RAX;
  private static final Gpr LAST = Gpr.RSI;
  private static final Gpr TO = Gpr.RDX;
  private static final List<Gpr> PLANES = List.of(Gpr.RDI, Gpr.R8, Gpr.R9, Gpr.R10);
  private static final int MASKS = 7;

  @Override
  public String name() {
    return channels == 3 ? "interleave_3_x8" : "interleave_4_x8";
  }

  @Override
  public void emit(Assembler a) {
    Label done = new Label();
    a.mov32(Gpr.RAX, Operands.number(0));
    for (int i = 1; i < channels; i++) {
      a.lea(PLANES.get(i), Mem.at(PLANES.get(i - 1), Gpr.RAX, 1, 0));
    }
    if (channels == 3) {
      for (int i = 0; i < 9; i++) {
        a.op(Op.VMOVDQU32, Vec.ymm(MASKS + i), Mem.at(a.constant(mask(i / 3, i % 3))));
      }
    }
    a.sub(LAST, PIXELS);
    a.zero(PIXEL);
    Label loop = a.here();
    if (channels == 3) {
      a.lea(TO, Mem.at(PIXEL, PIXEL, 2, 0));
      a.add(TO, Gpr.RCX);
      three(a);
    } else {
      a.lea(TO, Mem.at(Gpr.RCX, PIXEL, 4, 0));
      four(a);
    }
    a.cmp(PIXEL, LAST);
    a.jump(Condition.EQUAL, done);
    a.add(PIXEL, PIXELS);
    a.cmp(PIXEL, LAST);
    a.cmov(Condition.GREATER, PIXEL, LAST);
    a.jmp(loop);
    a.bind(done);
    a.vzeroupper();
    a.ret();
  }

  /** Which bytes of a plane's sixteen go to a part of sixteen bytes of their 48. */
  private static int[] mask(int part, int plane) {
    int[] words = new int[4];
    for (int j = 0; j < 16; j++) {
      int at = 16 * part + j;
      int from = at % 3 == plane ? at / 3 : 0x80;
      words[j / 4] |= from << 8 * (j % 4);
    }
    return words;
  }

  private static void three(Assembler a) {
    for (int i = 0; i < 3; i++) {
      a.op(Op.VMOVDQU32, Vec.ymm(i), Mem.at(PLANES.get(i), PIXEL, 1, 0));
    }
    for (int part = 0; part < 3; part++) {
      Vec to = Vec.ymm(3);
      a.op(Op.VPSHUFB, to, Vec.ymm(0), Vec.ymm(MASKS + 3 * part));
      for (int i = 1; i < 3; i++) {
        a.op(Op.VPSHUFB, Vec.ymm(4), Vec.ymm(i), Vec.ymm(MASKS + 3 * part + i));
        a.op(Op.VPORD, to, to, Vec.ymm(4));
      }
      store(a, to, part, 3);
    }
  }

  private static void four(Assembler a) {
    for (int i = 0; i < 4; i++) {
      a.op(Op.VMOVDQU32, Vec.ymm(i), Mem.at(PLANES.get(i), PIXEL, 1, 0));
    }
    a.op(Op.VPUNPCKLBW, Vec.ymm(4), Vec.ymm(0), Vec.ymm(1));
    a.op(Op.VPUNPCKLBW, Vec.ymm(5), Vec.ymm(2), Vec.ymm(3));
    a.op(Op.VPUNPCKHBW, Vec.ymm(6), Vec.ymm(0), Vec.ymm(1));
    a.op(Op.VPUNPCKHBW, Vec.ymm(7), Vec.ymm(2), Vec.ymm(3));
    for (int half = 0; half < 2; half++) {
      Vec left = Vec.ymm(4 + 2 * half);
      Vec right = Vec.ymm(5 + 2 * half);
      a.op(Op.VPUNPCKLWD, Vec.ymm(0), left, right);
      a.op(Op.VPUNPCKHWD, Vec.ymm(1), left, right);
      store(a, Vec.ymm(0), 2 * half, 4);
      store(a, Vec.ymm(1), 2 * half + 1, 4);
    }
  }

  /** The lower half belongs to the first sixteen pixels, the upper to the others. */
  private static void store(Assembler a, Vec from, int part, int parts) {
    a.store(Op.VMOVDQU32_STORE, Mem.at(TO, 16 * part), from.as(Vec.Width.XMM));
    a.extract(Op.VEXTRACTI128, Mem.at(TO, 16 * (parts + part)), from, 1);
  }
}
