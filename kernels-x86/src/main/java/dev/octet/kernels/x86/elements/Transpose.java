package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.machine.Emitter;
import java.util.List;

/**
 * Rows become columns: {@code y[j][i] = x[i][j]}. Blocks at the ends overlap those before them, so
 * that there must be one block of rows and of columns at least; input and result are different
 * arrays.
 *
 * <p>Row by row, all columns of some rows come first: lines of the result stay in the first-level
 * cache until they are full. Else all rows of some columns: lines of the input do. Which is better
 * depends on how many there are and on their distances: at a multiple of a kilobyte few lines fit.
 *
 * <p>Numbers: bytes from row to row of the input, and of the result; rows of the input. The count
 * is its columns.
 */
record Transpose(TransposeBlock block, boolean rowByRow) implements Emitter {
  private static final List<Gpr> SAVED =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);
  private static final Gpr COLUMN = Gpr.RAX;
  private static final Gpr LAST_COLUMN = Gpr.RSI;
  private static final Gpr ROW = Gpr.RBX;
  private static final Gpr LAST_ROW = Gpr.R15;
  private static final TransposeBlock.Rows IN = new TransposeBlock.Rows(Gpr.R12, Gpr.R8, Gpr.R9);
  private static final TransposeBlock.Rows OUT = new TransposeBlock.Rows(Gpr.R13, Gpr.R10, Gpr.R14);

  @Override
  public String name() {
    return String.join("_", "transpose", block.name(), rowByRow ? "rows" : "columns");
  }

  @Override
  public void emit(Assembler a) {
    Operands.begin(a);
    a.mov32(IN.stride(), Operands.number(0));
    a.mov32(OUT.stride(), Operands.number(1));
    a.mov32(Gpr.RDX, Operands.number(2));
    for (Gpr g : SAVED) {
      a.push(g);
    }
    a.mov(LAST_ROW, Gpr.RDX);
    a.sub(LAST_ROW, block.rows);
    a.sub(LAST_COLUMN, block.columns);
    a.lea(IN.three(), Mem.at(IN.stride(), IN.stride(), 2, 0));
    a.lea(OUT.three(), Mem.at(OUT.stride(), OUT.stride(), 2, 0));
    Axis rows = new Axis(ROW, LAST_ROW, block.rows);
    Axis columns = new Axis(COLUMN, LAST_COLUMN, block.columns);
    Axis outer = rowByRow ? rows : columns;
    Axis inner = rowByRow ? columns : rows;
    Label outerLoop = outer.begin(a);
    Label innerLoop = inner.begin(a);
    turn(a);
    inner.repeat(a, innerLoop);
    outer.repeat(a, outerLoop);
    for (Gpr g : SAVED.reversed()) {
      a.pop(g);
    }
    a.vzeroupper();
    a.ret();
  }

  private void turn(Assembler a) {
    place(a, IN, ROW, COLUMN, Operands.INPUT);
    place(a, OUT, COLUMN, ROW, Operands.RESULT);
    block.emit(a, IN, OUT);
  }

  private void place(Assembler a, TransposeBlock.Rows rows, Gpr row, Gpr column, Gpr base) {
    a.mov(rows.first(), row);
    a.imul(rows.first(), rows.stride());
    a.lea(rows.first(), Mem.at(rows.first(), column, block.elementBytes, 0));
    a.add(rows.first(), base);
  }

  /** A loop from 0 on by blocks; the last step is shorter where blocks do not fit. */
  private record Axis(Gpr at, Gpr last, int step) {
    Label begin(Assembler a) {
      a.zero(at);
      return a.here();
    }

    void repeat(Assembler a, Label loop) {
      Label done = new Label();
      a.cmp(at, last);
      a.jump(Condition.EQUAL, done);
      a.add(at, step);
      a.cmp(at, last);
      a.cmov(Condition.GREATER, at, last);
      a.jmp(loop);
      a.bind(done);
    }
  }
}
