package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPCMPGTD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;

/** Which columns of a panel there are, of two vectors: the first so many, which RCX says. */
final class PanelColumns {
  private PanelColumns() {}

  /** Sets {@link #mask}s. Uses RAX and R9. */
  static void masks(Assembler a) {
    // 64-bit ones shifted left by the columns, turned round: as many low ones.
    a.mov(Gpr.RAX, -1);
    a.shlCl(Gpr.RAX);
    a.mov(Gpr.R9, -1);
    a.sub(Gpr.R9, Gpr.RAX);
    a.kmovq(mask(0), Gpr.R9);
    a.shr(Gpr.R9, 16);
    a.kmovq(mask(1), Gpr.R9);
  }

  /** The lanes of a vector of 16 floats. */
  static Mask mask(int j) {
    return j == 0 ? Mask.K1 : Mask.K2;
  }

  /** Negative integers in the lanes of a vector of 8 floats. */
  static void signs(Assembler a, int j, Vec to) {
    int from = 8 * j;
    Label iota =
        a.constant(from, from + 1, from + 2, from + 3, from + 4, from + 5, from + 6, from + 7);
    a.vmovd(to.as(Vec.Width.XMM), Gpr.RCX);
    a.op(VPBROADCASTD, to, to.as(Vec.Width.XMM));
    a.op(VPCMPGTD, to, to, Mem.at(iota));
  }
}
