package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mask;
import dev.octet.kernels.x86.machine.Isa;

/**
 * A loop over n elements, of 8 or 32 bits in registers: four vectors at once, then one, then what
 * is left of one, through a mask or, without masks, bytes by eight and the last ones element by
 * element. Elements are read and written in order and once, so that results may lie where operands
 * lie.
 *
 * <p>{@link #INDEX} counts elements; {@link #COUNT} is n. RCX and R10 are scratch.
 */
final class ElementLoop {
  /** The first of the elements that a step works on. */
  static final Gpr INDEX = Gpr.RAX;

  /** How many elements there are. */
  static final Gpr COUNT = Gpr.RSI;

  /** The lanes of a last step. */
  static final Mask REST = Mask.K1;

  private static final Gpr LIMIT = Gpr.R10;

  private final Assembler a;
  private final Isa isa;
  private final int each;

  /** What is done with some elements. */
  interface Step {
    /** Writes it. */
    void step(Lanes lanes);
  }

  private ElementLoop(Assembler a, Isa isa, int each) {
    this.a = a;
    this.isa = isa;
    this.each = each;
  }

  /** {@return a loop over bytes that stay bytes} */
  static ElementLoop ofBytes(Assembler a, Isa isa) {
    return new ElementLoop(a, isa, isa.width().bytes());
  }

  /** {@return a loop over floats, and integers that become as wide} */
  static ElementLoop ofLanes(Assembler a, Isa isa) {
    return new ElementLoop(a, isa, isa.lanes());
  }

  void emit(Step step) {
    a.zero(INDEX);
    whole(step, 4, Lanes.Part.ALL, each);
    whole(step, 1, Lanes.Part.ALL, each);
    if (isa.hasMasks()) {
      masked(step);
    } else {
      if (each > isa.lanes()) {
        whole(step, 1, Lanes.Part.EIGHT, 8);
      }
      oneByOne(step);
    }
  }

  private void whole(Step step, int vectors, Lanes.Part part, int of) {
    int elements = vectors * of;
    Label check = new Label();
    a.mov(LIMIT, COUNT);
    a.and(LIMIT, -elements);
    a.jmp(check);
    Label loop = a.here();
    step.step(new Lanes(a, isa, each, vectors, part));
    a.add(INDEX, elements);
    a.bind(check);
    a.cmp(INDEX, LIMIT);
    a.jump(Condition.LESS, loop);
  }

  private void masked(Step step) {
    Label done = new Label();
    a.mov(Gpr.RCX, COUNT);
    a.sub(Gpr.RCX, INDEX);
    a.jump(Condition.EQUAL, done);
    a.mov(LIMIT, 1);
    a.shlCl(LIMIT);
    a.dec(LIMIT);
    a.kmovq(REST, LIMIT);
    step.step(new Lanes(a, isa, each, 1, Lanes.Part.MASKED));
    a.bind(done);
  }

  private void oneByOne(Step step) {
    Label check = new Label();
    a.jmp(check);
    Label loop = a.here();
    step.step(new Lanes(a, isa, each, 1, Lanes.Part.FIRST));
    a.add(INDEX, 1);
    a.bind(check);
    a.cmp(INDEX, COUNT);
    a.jump(Condition.LESS, loop);
  }
}
