package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The vectors that a step of a {@link FloatLoop} works on. A variable is a register for each of
 * them; an operation is done for all of them in turn, so that none waits for its result.
 *
 * @param a where code goes
 * @param isa the vectors' width
 * @param loop whose step it is
 * @param count how many vectors
 * @param rest whether they are one of which some lanes are not there
 */
record FloatVectors(Assembler a, Isa isa, FloatLoop loop, int count, boolean rest) {
  /** How many variables there are, from 0 on. */
  static final int VARIABLES = 7;

  /** The lanes that there are of a last vector. */
  static final Mask REST = Mask.K1;

  /** The same as signs, where there are no masks. */
  static final int REST_SIGNS = 15;

  /** Comparisons that NaN fails. */
  static final int LESS = 1;

  static final int GREATER = 14;

  /** Comparisons that NaN passes. */
  static final int NOT_LESS = 5;

  static final int NOT_GREATER = 10;

  private static final Mask CONDITION = Mask.K2;

  /** Vectors of the longest step: as many as registers allow. */
  static int most(Isa isa) {
    return isa.hasMasks() ? 4 : 2;
  }

  Vec get(int variable, int i) {
    return isa.vec(variable * most(isa) + i);
  }

  private Mem at(Gpr run, int i) {
    return Mem.at(run, FloatLoop.INDEX, 4, i * isa.width().bytes());
  }

  /** Loads; lanes that are not there become 0. */
  void load(int to, Gpr run) {
    for (int i = 0; i < count; i++) {
      Vec v = get(to, i);
      if (!rest) {
        a.op(Op.VMOVUPS, v, at(run, i));
      } else if (isa.hasMasks()) {
        a.op(Op.VMOVUPS, v.zero(REST), at(run, i));
      } else {
        a.op(Op.VMASKMOVPS, v, isa.vec(REST_SIGNS), at(run, i));
      }
    }
  }

  void store(Gpr run, int from) {
    for (int i = 0; i < count; i++) {
      Vec v = get(from, i);
      if (!rest) {
        a.store(Op.VMOVUPS_STORE, at(run, i), v);
      } else if (isa.hasMasks()) {
        a.store(Op.VMOVUPS_STORE, at(run, i).merge(REST), v);
      } else {
        a.store(Op.VMASKMOVPS_STORE, at(run, i), isa.vec(REST_SIGNS), v);
      }
    }
  }

  void op(Op op, int to, int x, int y) {
    for (int i = 0; i < count; i++) {
      a.op(op, get(to, i), get(x, i), get(y, i));
    }
  }

  void op(Op op, int to, int x, Mem y) {
    for (int i = 0; i < count; i++) {
      a.op(op, get(to, i), get(x, i), y);
    }
  }

  /** With the same second operand for all. */
  void op(Op op, int to, int x, Vec y) {
    for (int i = 0; i < count; i++) {
      a.op(op, get(to, i), get(x, i), y);
    }
  }

  void op(Op op, int to, int x, float y) {
    op(op, to, x, loop.number(y));
  }

  void shift(Op op, int to, int x, int bits) {
    for (int i = 0; i < count; i++) {
      a.op(op, get(to, i), get(x, i), bits);
    }
  }

  void op(Op op, int to, int from) {
    for (int i = 0; i < count; i++) {
      a.op(op, get(to, i), get(from, i));
    }
  }

  void set(int to, float value) {
    for (int i = 0; i < count; i++) {
      a.op(Op.VMOVUPS, get(to, i), loop.number(value));
    }
  }

  /** {@code to = to * x + y}. */
  void fma(int to, int x, float y) {
    op(Op.VFMADD213PS, to, x, y);
  }

  /** {@code to = c[0] x^n + c[1] x^(n - 1) + ...}. */
  void polynomial(int to, int x, float... c) {
    set(to, c[0]);
    for (int k = 1; k < c.length; k++) {
      fma(to, x, c[k]);
    }
  }

  /** {@code min(max(x, lo), hi)} of vectors; NaN stays. */
  void limit(int x, Vec lo, Vec hi) {
    for (int i = 0; i < count; i++) {
      a.op(Op.VMAXPS, get(x, i), lo, get(x, i));
      a.op(Op.VMINPS, get(x, i), hi, get(x, i));
    }
  }

  /** The lesser of a number and a variable; NaN stays. {@code temp} may be {@code to}. */
  void least(int to, int x, float limit) {
    set(to, limit);
    op(Op.VMINPS, to, to, x);
  }

  /** Makes a variable 0 where a comparison does not hold. */
  void zeroUnless(int to, int x, int comparison, float y, int temp) {
    for (int i = 0; i < count; i++) {
      Vec v = get(to, i);
      if (isa.hasMasks()) {
        a.op(Op.VCMPPS_MASK, CONDITION, get(x, i), loop.number(y), comparison);
        a.op(Op.VMOVUPS, v.zero(CONDITION), v);
      } else {
        Vec t = get(temp, i);
        a.op(Op.VCMPPS, t, get(x, i), loop.number(y), comparison);
        a.op(Op.VANDPS, v, v, t);
      }
    }
  }

  /** Makes a variable another where a comparison holds; without masks {@code other} is lost. */
  void takeWhere(int to, int other, int x, int comparison, float y, int temp) {
    for (int i = 0; i < count; i++) {
      Vec v = get(to, i);
      if (isa.hasMasks()) {
        a.op(Op.VCMPPS_MASK, CONDITION, get(x, i), loop.number(y), comparison);
        a.op(Op.VMOVUPS, v.merge(CONDITION), get(other, i));
      } else {
        Vec t = get(temp, i);
        a.op(Op.VCMPPS, t, get(x, i), loop.number(y), comparison);
        a.op(Op.VANDPS, get(other, i), get(other, i), t);
        a.op(Op.VANDNPS, v, t, v);
        a.op(Op.VORPS, v, v, get(other, i));
      }
    }
  }

  /** Gives lanes that are not there a number. */
  void fillRest(int to, float value, int temp) {
    if (!rest) {
      return;
    }
    Vec v = get(to, 0);
    Vec t = get(temp, 0);
    if (isa.hasMasks()) {
      a.op(Op.VMOVUPS, t, loop.number(value));
      a.op(Op.VMOVUPS, t.merge(REST), v);
      a.op(Op.VMOVUPS, v, t);
    } else {
      a.op(Op.VANDPS, v, v, isa.vec(REST_SIGNS));
      a.op(Op.VANDNPS, t, isa.vec(REST_SIGNS), loop.number(value));
      a.op(Op.VORPS, v, v, t);
    }
  }

  /**
   * Combines all lanes of all vectors of a variable: the first vector has the result everywhere.
   */
  void reduce(Op op, int variable, int temp) {
    for (int half = count / 2; half > 0; half /= 2) {
      for (int i = 0; i < half; i++) {
        a.op(op, get(variable, i), get(variable, i), get(variable, i + half));
      }
    }
    Vec v = get(variable, 0);
    Vec t = get(temp, 0);
    if (isa.hasMasks()) {
      a.op(Op.VSHUFI32X4, t, v, v, 0x4E);
      a.op(op, v, v, t);
      a.op(Op.VSHUFI32X4, t, v, v, 0xB1);
    } else {
      a.op(Op.VPERM2I128, t, v, v, 1);
    }
    a.op(op, v, v, t);
    a.op(Op.VPSHUFD, t, v, 0x4E);
    a.op(op, v, v, t);
    a.op(Op.VPSHUFD, t, v, 0xB1);
    a.op(op, v, v, t);
  }
}
