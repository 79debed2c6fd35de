package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;
import dev.octet.kernels.x86.asm.Condition;
import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Label;
import dev.octet.kernels.x86.asm.Mem;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Calls a function from another that fills the registers which a function has to keep, and says
 * which it changed. The JVM would fail far from here, or not at all.
 */
final class PreservingCaller implements Caller {
  private static final List<Gpr> KEPT =
      List.of(Gpr.RBP, Gpr.RBX, Gpr.R12, Gpr.R13, Gpr.R14, Gpr.R15);

  private static final List<Gpr> MARKED = KEPT.subList(1, KEPT.size());

  /** Operands on the stack. */
  private static final int ON_STACK = 4;

  private final CodeMemory memory;
  private final Caller machine = new Machine();
  private final Map<Long, Code> callers = new HashMap<>();

  /** One bit for each register of {@link #KEPT} that was changed. */
  private final MemorySegment changed = Arena.ofAuto().allocate(8, 8);

  PreservingCaller() {
    memory = new CodeMemory(1L << 30, new LinuxPages(), CodeDump.of(null));
  }

  @Override
  public synchronized void call(
      Code code,
      MemorySegment a,
      MemorySegment b,
      MemorySegment p,
      MemorySegment c,
      MemorySegment d,
      MemorySegment e,
      MemorySegment x,
      MemorySegment r,
      MemorySegment t,
      MemorySegment z) {
    Code around =
        callers.computeIfAbsent(
            code.address().address(),
            address -> memory.install(List.of(new Around(code.name(), address))).getFirst());
    machine.call(around, a, b, p, c, d, e, x, r, t, z);
    long bits = changed.get(ValueLayout.JAVA_LONG, 0);
    if (bits != 0) {
      List<Gpr> names = new ArrayList<>(KEPT);
      names.removeIf(g -> (bits >> KEPT.indexOf(g) & 1) == 0);
      throw new AssertionError(code.name() + " changed " + names + ", which it has to keep");
    }
  }

  /** The function that calls another, whose stack it makes as if it had been called itself. */
  private final class Around implements Emitter {
    private final String name;
    private final long target;

    Around(String name, long target) {
      this.name = name;
      this.target = target;
    }

    @Override
    public String name() {
      return "around " + name;
    }

    @Override
    public void emit(Assembler a) {
      a.push(Gpr.RBP);
      a.mov(Gpr.RBP, Gpr.RSP); // by which the JVM's log of a crash finds the callers
      MARKED.forEach(a::push);
      a.push(Gpr.RAX); // so that RSP is a multiple of 16 before the call
      int last = 8 * (KEPT.size() + 1) + Machine.FIRST_ON_STACK + 8 * (ON_STACK - 1);
      for (int i = 0; i < ON_STACK; i++) {
        a.mov(Gpr.RAX, Mem.at(Gpr.RSP, last)); // each push brings the one before it as near
        a.push(Gpr.RAX);
      }
      MARKED.forEach(g -> a.mov(g, mark(g)));
      Label back = new Label();
      a.lea(Gpr.RAX, Mem.at(back));
      a.push(Gpr.RAX);
      a.mov(Gpr.RAX, target);
      a.push(Gpr.RAX);
      a.ret(); // to the target
      a.bind(back);
      a.zero(Gpr.R10);
      a.lea(Gpr.RAX, Mem.at(Gpr.RSP, 8 * (ON_STACK + 1 + MARKED.size())));
      compare(a, Gpr.RBP);
      for (Gpr g : MARKED) {
        a.mov(Gpr.RAX, mark(g));
        compare(a, g);
      }
      a.mov(Gpr.RAX, changed.address());
      a.mov(Mem.at(Gpr.RAX), Gpr.R10);
      a.add(Gpr.RSP, 8 * (ON_STACK + 1));
      KEPT.reversed().forEach(a::pop);
      a.ret();
    }

    /** With RAX. */
    private static void compare(Assembler a, Gpr g) {
      Label kept = new Label();
      a.cmp(g, Gpr.RAX);
      a.jump(Condition.EQUAL, kept);
      a.add(Gpr.R10, 1 << KEPT.indexOf(g));
      a.bind(kept);
    }

    private static long mark(Gpr g) {
      return 0x5EED_0C7E_7000_0000L + g.ordinal();
    }
  }
}
