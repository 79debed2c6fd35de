package dev.octet.kernels.x86.machine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

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

  /** Under what suites run. */
  public record Target(Isa isa, Caller caller) {
    @Override
    public String toString() {
      return isa.title() + (caller == GUARDED ? ", guarded" : "");
    }
  }

  /** What makes a kernel. */
  public interface Factory<K> {
    K of(Isa isa, CodeMemory memory, Caller caller);
  }

  private final Factory<K> factory;
  private final Map<Target, K> made = new ConcurrentHashMap<>();

  public Native(Factory<K> factory) {
    this.factory = factory;
  }

  /** {@return each instruction set with each way to call} */
  public static List<Target> targets() {
    return Arrays.stream(Isa.values())
        .flatMap(isa -> Stream.of(new Target(isa, MACHINE), new Target(isa, GUARDED)))
        .toList();
  }

  public K kernel(Target target) {
    Isa isa = target.isa();
    assumeTrue(CPU.runs(isa), () -> "the processor has no " + isa.title());
    return made.computeIfAbsent(target, t -> factory.of(isa, MEMORY, t.caller()));
  }
}
