package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Gpr;
import dev.octet.kernels.x86.asm.Mem;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** The main class of child JVMs: reads a byte of ten, or one before or behind them. */
public final class GuardProbe {
  private GuardProbe() {}

  /**
   * Prints the byte.
   *
   * @param args none; property {@code probe.byte} says which
   */
  public static void main(String[] args) {
    int at = Integer.getInteger("probe.byte");
    Emitter reader =
        Emitters.of(
            "reader",
            a -> {
              a.movzx8(Gpr.RAX, Mem.at(Gpr.RDI, at));
              a.mov8(Mem.at(Gpr.RCX), Gpr.RAX);
              a.ret();
            });
    Code code = CodeMemory.process().install(List.of(reader)).getFirst();
    byte[] array = new byte[30];
    for (int i = 0; i < array.length; i++) {
      array[i] = (byte) i;
    }
    MemorySegment a = MemorySegment.ofArray(array).asSlice(10, 10);
    byte[] c = new byte[1];
    MemorySegment none = Machine.NONE;
    MemorySegment to = MemorySegment.ofArray(c);
    Caller caller = Boolean.getBoolean("probe.guarded") ? new GuardedCaller() : new Machine();
    caller.call(code, a, none, none, to, none, none, none, none, none, none);
    System.out.println("byte=" + c[0]);
  }
}
