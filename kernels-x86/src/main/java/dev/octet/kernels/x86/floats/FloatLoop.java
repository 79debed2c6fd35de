package dev.octet.kernels.x86.floats;

import static dev.octet.kernels.x86.asm.Op.VPBROADCASTD;
import static dev.octet.kernels.x86.asm.Op.VPCMPGTD;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Vec;
import dev.octet.kernels.x86.machine.Isa;
import java.util.HashMap;
import java.util.Map;

/**
 * Loops over the n floats of a row: several vectors at once, then one, then what is left of one,
 * through a mask. Elements are read and written in order and once in each loop, so that results may
 * lie where operands lie.
 *
 * <p>{@link #INDEX} counts elements; {@link #COUNT} is n. RCX and R10 are scratch, so that {@link
 * #RESULT} takes the place of the former.
 */
final class FloatLoop {
  /** The first of the elements that a step works on. */
  static final Gpr INDEX = Gpr.RAX;

  /** How many elements there are. */
  static final Gpr COUNT = Gpr.RSI;

  /** Where results go. */
  static final Gpr RESULT = Gpr.R11;

  private static final Gpr LIMIT = Gpr.R10;

  private final Assembler a;
  private final Isa isa;
  private final Map<Integer, Label> constants = new HashMap<>();

  /** What is done with some elements. */
  interface Step {
    void emit(FloatVectors vectors);
  }

  FloatLoop(Assembler a, Isa isa) {
    this.a = a;
    this.isa = isa;
  }

  /** Moves the result's address, and prepares the mask of the last elements, for all loops. */
  void begin() {
    a.mov(RESULT, Gpr.RCX);
    a.mov(Gpr.RCX, COUNT);
    a.and(Gpr.RCX, isa.lanes() - 1);
    if (isa.hasMasks()) {
      a.mov(LIMIT, 1);
      a.shlCl(LIMIT);
      a.dec(LIMIT);
      a.kmovq(FloatVectors.REST, LIMIT);
    } else {
      Vec signs = isa.vec(FloatVectors.REST_SIGNS);
      a.vmovd(signs.as(Vec.Width.XMM), Gpr.RCX);
      a.op(VPBROADCASTD, signs, signs.as(Vec.Width.XMM));
      a.op(VPCMPGTD, signs, signs, Mem.at(a.constant(0, 1, 2, 3, 4, 5, 6, 7)));
    }
  }

  void end() {
    a.vzeroupper();
    a.ret();
  }

  /** {@return a number in all lanes, in memory} */
  Mem number(float value) {
    return bits(Float.floatToRawIntBits(value));
  }

  /** {@return an integer in all lanes, in memory} */
  Mem bits(int value) {
    return Mem.at(constants.computeIfAbsent(value, a::constant));
  }

  /** Vectors that are there outside of loops. */
  FloatVectors vectors(int count) {
    return new FloatVectors(a, isa, this, count, false);
  }

  void emit(Step step) {
    a.zero(INDEX);
    whole(step, FloatVectors.most(isa));
    whole(step, 1);
    Label done = new Label();
    a.cmp(INDEX, COUNT);
    a.jump(Condition.GREATER_OR_EQUAL, done);
    step.emit(new FloatVectors(a, isa, this, 1, true));
    a.bind(done);
  }

  private void whole(Step step, int vectors) {
    int elements = vectors * isa.lanes();
    Label check = new Label();
    a.mov(LIMIT, COUNT);
    a.and(LIMIT, -elements);
    a.jmp(check);
    Label loop = a.here();
    step.emit(vectors(vectors));
    a.add(INDEX, elements);
    a.bind(check);
    a.cmp(INDEX, LIMIT);
    a.jump(Condition.LESS, loop);
  }
}
