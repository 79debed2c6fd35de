package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;
import java.util.List;

/** One generated function, executable; perhaps generated only when it is first called. */
public final class Code {
  private final String name;
  private final CodeMemory memory;

  /** What writes it; null where it is there already. */
  private final Emitter emitter;

  private volatile MemorySegment address;

  private Code(String name, CodeMemory memory, Emitter emitter, MemorySegment address) {
    this.name = name;
    this.memory = memory;
    this.emitter = emitter;
    this.address = address;
  }

  static Code at(MemorySegment address, String name) {
    return new Code(name, null, null, address);
  }

  static Code later(CodeMemory memory, Emitter emitter) {
    return new Code(emitter.name(), memory, emitter, null);
  }

  /** {@return the name for dumps and error messages} */
  public String name() {
    return name;
  }

  /**
   * Where it begins. Generates it if that has not been done.
   *
   * @return the address
   * @throws IllegalStateException if there is no room for it
   */
  public MemorySegment address() {
    MemorySegment known = address;
    return known != null ? known : generate();
  }

  private synchronized MemorySegment generate() {
    if (address == null) {
      address = memory.install(List.of(emitter)).getFirst().address();
    }
    return address;
  }
}
