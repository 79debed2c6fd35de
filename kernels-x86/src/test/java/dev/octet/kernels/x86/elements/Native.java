package dev.octet.kernels.x86.elements;

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

/**
 * The generated kernels of one contract, made once for an instruction set and a way to call.
 *
 * @param <K> the contract
 */
final class Native<K> {
  static final Caller MACHINE = new Machine();
  static final Caller GUARDED = new GuardedCaller();

  private static final CodeMemory MEMORY = RoomyMemory.make();

  static final Cpu CPU = Cpu.detect(MEMORY, MACHINE);

  private record Key(Isa isa, Caller caller) {}

  /** What makes a kernel. */
  interface Factory<K> {
    K of(Isa isa, CodeMemory memory, Caller caller);
  }

  private final Factory<K> factory;
  private final Map<Key, K> made = new ConcurrentHashMap<>();

  Native(Factory<K> factory) {
    this.factory = factory;
  }

  K kernel(Isa isa, Caller caller) {
    assumeTrue(CPU.runs(isa), () -> "the processor has no " + isa.title());
    return made.computeIfAbsent(new Key(isa, caller), k -> factory.of(isa, MEMORY, caller));
  }
}
