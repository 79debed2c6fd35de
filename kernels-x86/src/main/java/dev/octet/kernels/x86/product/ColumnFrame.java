package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;

/**
 * The stack frame of a {@link ColumnEmitter}'s function: the output stage's vectors, then numbers
 * of 64 bits. R9 is lost where a number goes from one place to another.
 */
final class ColumnFrame {
  /** Numbers. */
  enum Local {
    OLD_RSP,
    P,
    A,
    B,
    C,
    BIAS,
    SCALES,
    X,
    SCRATCH,
    TABLE,
    ZERO_ROW,
    /** What a block has in front of its weights' sums, of grouped convolutions. */
    INPUTS,
    /** First column of the image in the scratch. */
    INSIDE,
    BLOCKS,
    LINES,
    /** Weights of the line. */
    WEIGHTS,
    /** Lines left that the columns serve. */
    SHARED,
    OUTPUTS,
    TABLE_LINE,
    C_LINE,
    X_LINE,
    C_TILE,
    X_TILE,
    /** First column of the tile in the scratch. */
    COLUMN,
    LAST_CHANNELS,
    BYTES
  }

  private static final Gpr TMP = Gpr.R9;

  private final Assembler a;
  private final OutputFrame vectors;

  ColumnFrame(Assembler assembler, OutputFrame vectors) {
    a = assembler;
    this.vectors = vectors;
  }

  OutputFrame vectors() {
    return vectors;
  }

  int size() {
    return vectors.size() + 8 * Local.values().length;
  }

  Mem slot(Local local) {
    return Mem.at(Gpr.RSP, vectors.size() + 8 * local.ordinal());
  }

  void put(Local local, Gpr from) {
    a.mov(slot(local), from);
  }

  void get(Gpr to, Local local) {
    a.mov(to, slot(local));
  }

  void move(Local to, Local from) {
    get(TMP, from);
    put(to, TMP);
  }

  void parameter(Gpr to, int parameter) {
    get(to, Local.P);
    a.movsxd(to, Mem.at(to, 4 * parameter));
  }

  void advance(Local local, int bytes) {
    get(TMP, local);
    a.add(TMP, bytes);
    put(local, TMP);
  }

  void advanceBy(Local local, int parameter) {
    parameter(TMP, parameter);
    a.add(TMP, slot(local));
    put(local, TMP);
  }

  /** Where a line of the image is, whose offset the table has; -1 means the row of zero points. */
  void line(Gpr to, Mem offset) {
    a.movsxd(to, offset);
    get(TMP, Local.A);
    a.add(TMP, to);
    a.test(to, to);
    a.cmov(Condition.GREATER_OR_EQUAL, to, TMP);
    a.cmov(Condition.NEGATIVE, to, slot(Local.ZERO_ROW));
  }
}
