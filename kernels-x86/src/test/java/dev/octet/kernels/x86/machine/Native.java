package dev.octet.kernels.x86.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The generated kernels of one contract, made once for an instruction set and a way to call.
 *
 * @param <K> the contract
 */
public final class Native<K> {
  public static final Caller MACHINE = new Machine();
  public static final Caller GUARDED = new GuardedCaller();

  private static final CodeMemory MEMORY = RoomyMemory.make();

  public static final Cpu CPU = Cpu.detect(MEMORY, MACHINE);

  private record Key(Isa isa, Caller caller) {}

  /** What makes a kernel. */
  public interface Factory<K> {
    K of(Isa isa, CodeMemory memory, Caller caller);
  }

  private final Factory<K> factory;
  private final Map<Key, K> made = new ConcurrentHashMap<>();

  public Native(Factory<K> factory) {
    this.factory = factory;
  }

  public K kernel(Isa isa, Caller caller) {
    assumeTrue(CPU.runs(isa), () -> "the processor has no " + isa.title());
    return made.computeIfAbsent(new Key(isa, caller), k -> factory.of(isa, MEMORY, caller));
  }
}
