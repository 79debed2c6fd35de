package dev.octet.kernels.x86.elements;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.octet.kernels.x86.machine.Caller;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Cpu;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Machine;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.BiFunction;

/**
 * The generated kernels of one contract under test, one for each instruction set, made once.
 *
 * @param <K> the contract
 */
final class Native<K> {
  /** What calls generated code in the tests of this package. */
  private static final Caller CALLER = new Machine();

  /** The processor. */
  static final Cpu CPU = Cpu.detect(CodeMemory.process(), CALLER);

  private final BiFunction<Isa, Caller, K> make;
  private final Map<Isa, K> kernels = new EnumMap<>(Isa.class);

  Native(BiFunction<Isa, Caller, K> make) {
    this.make = make;
  }

  synchronized K kernel(Isa isa) {
    assumeTrue(CPU.runs(isa), () -> "the processor has no " + isa.title());
    return kernels.computeIfAbsent(isa, i -> make.apply(i, CALLER));
  }
}
