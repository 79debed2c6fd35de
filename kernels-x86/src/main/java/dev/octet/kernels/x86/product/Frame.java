package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.machine.Isa;

/**
 * The stack frame of a function, from RSP upwards: vectors (constants, then what belongs to columns
 * of results, which are channels), numbers of 64 bits, with 256 bits a scratch for a tile's
 * results. R9 is lost where a number goes from one place to another.
 */
final class Frame {
  /** Bytes between pixels in the scratch. */
  static final int SCRATCH_STRIDE = 64;

  /** Pixels of the scratch. */
  private static final int SCRATCH_PIXELS = 8;

  private static final Gpr TMP = Gpr.R9;

  private static final Gpr[] SAVED = {Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15};

  private final int width;
  private final int vectors;
  private final int scratchBytes;
  private final Assembler a;

  /**
   * Lays a frame out.
   *
   * @param isa whose vectors there are
   * @param vectors how many a tile has
   * @param assembler where code goes
   */
  Frame(Isa isa, int vectors, Assembler assembler) {
    width = isa.width().bytes();
    this.vectors = vectors;
    scratchBytes = isa.hasMasks() ? 0 : SCRATCH_PIXELS * SCRATCH_STRIDE;
    a = assembler;
  }

  Mem constant(Constant c) {
    return Mem.at(Gpr.RSP, width * c.ordinal());
  }

  Mem column(Column c, int vector) {
    return Mem.at(Gpr.RSP, width * (Constant.values().length + vectors * c.ordinal() + vector));
  }

  private int slots() {
    return width * (Constant.values().length + vectors * Column.values().length);
  }

  Mem slot(Slot slot) {
    return Mem.at(Gpr.RSP, slots() + 8 * slot.ordinal());
  }

  private int scratchAt() {
    return slots() + 8 * Slot.values().length;
  }

  Mem scratch() {
    return Mem.at(Gpr.RSP, scratchAt());
  }

  /** Begins a function: saves registers, makes the frame and puts operands into it. */
  void enter() {
    for (Gpr r : SAVED) {
      a.push(r);
    }
    int onStack = 8 * SAVED.length + 8;
    a.mov(Gpr.RAX, Gpr.RSP);
    a.sub(Gpr.RSP, scratchAt() + scratchBytes);
    a.and(Gpr.RSP, -64);
    put(Slot.OLD_RSP, Gpr.RAX);
    put(Slot.A, Gpr.RDI);
    put(Slot.B, Gpr.RSI);
    put(Slot.P, Gpr.RDX);
    put(Slot.C, Gpr.RCX);
    put(Slot.BIAS, Gpr.R8);
    put(Slot.SCALES, Gpr.R9);
    Slot[] fromStack = {Slot.X, Slot.R, Slot.TABLE, Slot.ZERO_ROW};
    for (int i = 0; i < fromStack.length; i++) {
      a.mov(TMP, Mem.at(Gpr.RAX, onStack + 8 * i));
      put(fromStack[i], TMP);
    }
  }

  /** Ends it. */
  void leave() {
    get(Gpr.RSP, Slot.OLD_RSP);
    for (int i = SAVED.length - 1; i >= 0; i--) {
      a.pop(SAVED[i]);
    }
    a.vzeroupper();
    a.ret();
  }

  void put(Slot slot, Gpr from) {
    a.mov(slot(slot), from);
  }

  void get(Gpr to, Slot slot) {
    a.mov(to, slot(slot));
  }

  void move(Slot to, Slot from) {
    get(TMP, from);
    put(to, TMP);
  }

  void parameter(Gpr to, int parameter) {
    get(to, Slot.P);
    a.movsxd(to, Mem.at(to, 4 * parameter));
  }

  void parameter(Slot to, int parameter) {
    parameter(TMP, parameter);
    put(to, TMP);
  }

  void advance(Slot slot, int bytes) {
    get(TMP, slot);
    a.add(TMP, bytes);
    put(slot, TMP);
  }

  void advance(Slot slot, Slot by) {
    get(TMP, slot);
    a.add(TMP, slot(by));
    put(slot, TMP);
  }

  void advanceBy(Slot slot, int parameter) {
    parameter(TMP, parameter);
    a.add(TMP, slot(slot));
    put(slot, TMP);
  }

  /** Where a row of A is, whose offset the table has; -1 means the row of zero points. */
  void row(Gpr to, Mem offset, Gpr image) {
    a.movsxd(to, offset);
    a.lea(TMP, Mem.at(to, image, 1, 0));
    a.test(to, to);
    a.cmov(Condition.GREATER_OR_EQUAL, to, TMP);
    a.cmov(Condition.NEGATIVE, to, slot(Slot.ZERO_ROW));
  }
}
