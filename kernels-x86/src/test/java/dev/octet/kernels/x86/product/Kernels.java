package dev.octet.kernels.x86.product;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.GuardedCaller;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import dev.octet.kernels.x86.machine.RoomyMemory;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Products and convolutions for an instruction set and a way to call, made once. */
record Kernels(NativeQGemm products, ColumnConv columns, NativeQConv convolutions) {
  static final Caller MACHINE = new Machine();
  static final Caller GUARDED = new GuardedCaller();

  private static final CodeMemory MEMORY = RoomyMemory.make();
  private static final Cpu CPU = Cpu.detect(MEMORY, MACHINE);

  private record Key(Isa isa, Caller caller) {}

  private static final Map<Key, Kernels> MADE = new ConcurrentHashMap<>();

  static Kernels of(Isa isa, Caller caller) {
    assumeTrue(CPU.runs(isa), () -> "the processor has no " + isa.title());
    return MADE.computeIfAbsent(new Key(isa, caller), k -> make(isa, caller));
  }

  private static Kernels make(Isa isa, Caller caller) {
    NativeQGemm products = NativeQGemm.of(isa, MEMORY, caller);
    ColumnConv columns = new ColumnConv(isa, MEMORY, caller);
    return new Kernels(products, columns, new NativeQConv(products, columns));
  }
}
