package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import dev.octet.kernels.x86.machine.Emitter;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;

/** Functions by number, each generated when it is first needed. */
final class Codes {
  private final CodeMemory memory;
  private final IntFunction<Emitter> emitters;
  private final AtomicReferenceArray<Code> codes;

  Codes(CodeMemory memory, int count, IntFunction<Emitter> emitters) {
    this.memory = memory;
    this.emitters = emitters;
    codes = new AtomicReferenceArray<>(count);
  }

  Code get(int number) {
    Code code = codes.get(number);
    return code != null ? code : install(number);
  }

  private synchronized Code install(int number) {
    if (codes.get(number) == null) {
      codes.set(number, memory.install(List.of(emitters.apply(number))).getFirst());
    }
    return codes.get(number);
  }
}
