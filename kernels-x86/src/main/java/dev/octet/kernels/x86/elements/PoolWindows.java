package dev.octet.kernels.x86.elements;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.machine.Emitter;
import dev.octet.kernels.x86.machine.Isa;
import java.util.List;

/**
 * Pooling of some lines of results, from first channel to last, for any windows. What is where
 * stands in a {@link PoolTable}, which the parameters are.
 *
 * <pre>
 * for each line of results, pixel, some channels
 *   for each line of the window, pixel of it
 *     add
 * </pre>
 */
record PoolWindows(Isa isa, PoolOperation operation) implements Emitter, ElementLoop.Step {
  /** Multiplier and first sum of a pixel, of four bytes each: after its place and its count. */
  static final Mem MULTIPLIER = Mem.at(Gpr.R8, 8);

  static final Mem FIRST_SUM = Mem.at(Gpr.R8, 12);

  private static final List<Gpr> SAVED =
      List.of(Gpr.RBX, Gpr.RBP, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);
  private static final Gpr INPUT = Gpr.RDI;
  private static final Gpr TABLE = Gpr.RDX;
  private static final Gpr RESULT = Gpr.R11;
  private static final Gpr PIXEL = Gpr.R8;
  private static final Gpr TAP = Gpr.R9;
  private static final Gpr TAPS = Gpr.RCX;
  private static final Gpr LINE = Gpr.RBX;
  private static final Gpr LINES = Gpr.RBP;
  private static final Gpr ROWS = Gpr.R12;
  private static final Gpr STEP = Gpr.R13;
  private static final Gpr ROW = Gpr.R14;
  private static final Gpr CHANNELS = Gpr.R15;

  /** Below the stack, where System V leaves 128 bytes to functions that call none. */
  private static final Mem PIXELS = Mem.at(Gpr.RSP, -8);

  /** {@return a number of the table's head} */
  static Mem head(int number) {
    return Mem.at(TABLE, 4 * number);
  }

  @Override
  public String name() {
    return String.join("_", "pool", operation.name(), isa.name());
  }

  @Override
  public void emit(Assembler a) {
    for (Gpr g : SAVED) {
      a.push(g);
    }
    a.mov(RESULT, Gpr.RCX);
    a.mov32(ROWS, head(PoolTable.ROWS));
    a.mov32(ElementLoop.COUNT, head(PoolTable.CHANNELS));
    a.mov32(STEP, head(PoolTable.STEP));
    a.lea(ROW, head(PoolTable.HEAD));
    operation.begin(a, isa);
    Label row = a.here();
    a.mov32(PIXEL, Mem.at(ROW, 4));
    a.add(PIXEL, TABLE);
    a.mov32(Gpr.RAX, head(PoolTable.PIXELS));
    a.mov(PIXELS, Gpr.RAX);
    Label pixel = a.here();
    operation.loop(a, isa).emit(this);
    a.lea(RESULT, Mem.at(RESULT, ElementLoop.COUNT, operation.elementBytes(), 0));
    a.add(PIXEL, 4 * PoolTable.PIXEL);
    a.dec(PIXELS);
    a.jump(Condition.NOT_EQUAL, pixel);
    a.mov32(Gpr.RAX, Mem.at(ROW));
    a.lea(ROW, Mem.at(ROW, Gpr.RAX, 4, 8));
    a.dec(ROWS);
    a.jump(Condition.NOT_EQUAL, row);
    for (Gpr g : SAVED.reversed()) {
      a.pop(g);
    }
    a.vzeroupper();
    a.ret();
  }

  /** A window, some channels of it. */
  @Override
  public void step(Lanes lanes) {
    Assembler a = lanes.a();
    Label done = new Label();
    operation.start(lanes);
    a.mov32(LINES, Mem.at(ROW));
    a.mov32(TAPS, Mem.at(PIXEL, 4));
    a.test(LINES, LINES);
    a.jump(Condition.EQUAL, done);
    a.test(TAPS, TAPS);
    a.jump(Condition.EQUAL, done);
    a.mov32(CHANNELS, Mem.at(PIXEL));
    a.lea(CHANNELS, Mem.at(CHANNELS, ElementLoop.INDEX, operation.elementBytes(), 0));
    a.add(CHANNELS, INPUT);
    a.lea(LINE, Mem.at(ROW, 8));
    Label line = a.here();
    a.mov32(TAP, Mem.at(LINE));
    a.add(TAP, CHANNELS);
    a.mov32(TAPS, Mem.at(PIXEL, 4));
    Label tap = a.here();
    operation.add(lanes, TAP);
    a.add(TAP, STEP);
    a.dec(TAPS);
    a.jump(Condition.NOT_EQUAL, tap);
    a.add(LINE, 4);
    a.dec(LINES);
    a.jump(Condition.NOT_EQUAL, line);
    a.bind(done);
    operation.finish(lanes, RESULT);
  }
}
