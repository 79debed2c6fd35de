package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/**
 * Executable memory. A batch of functions gets pages of its own, which are written, then made
 * executable once, and neither changed nor given back: no page is ever writable and executable, and
 * no code that another thread may be running changes.
 *
 * <p>One for the process, since what it hands out is never given back: the limit counts for all
 * engines together.
 */
public final class CodeMemory {
  /** The most that a process gets: all kernels of one engine are a fraction of it. */
  public static final long LIMIT = 1 << 20;

  private static final CodeMemory PROCESS =
      new CodeMemory(LIMIT, new LinuxPages(), CodeDump.of(System.getProperty("octet.dumpCode")));

  private static final int PAGE = 4096;

  private final long limit;
  private final Pages pages;
  private final CodeDump dump;
  private long used;

  /** Makes one with other limits, as tests do. */
  CodeMemory(long limit, Pages pages, CodeDump dump) {
    this.limit = limit;
    this.pages = pages;
    this.dump = dump;
  }

  /**
   * The process's.
   *
   * @return the only one
   */
  public static CodeMemory process() {
    return PROCESS;
  }

  /**
   * Makes functions executable.
   *
   * @param emitters what writes them
   * @return them, in the same order
   * @throws IllegalStateException if the system refuses memory that can be executed, or the limit
   *     is reached
   */
  public synchronized List<Code> install(List<? extends Emitter> emitters) {
    if (emitters.isEmpty()) {
      return List.of();
    }
    Assembler assembler = new Assembler();
    List<Integer> starts = new ArrayList<>();
    for (Emitter e : emitters) {
      assembler.align(64);
      starts.add(assembler.position());
      e.emit(assembler);
    }
    byte[] bytes = assembler.finish();
    MemorySegment batch = executable(bytes);
    List<Code> functions = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      MemorySegment address = MemorySegment.ofAddress(batch.address() + starts.get(i));
      functions.add(Code.at(address, emitters.get(i).name()));
    }
    dump.write(bytes, functions);
    return functions;
  }

  /**
   * Functions that are generated one by one, each when it is first called: a process that has just
   * started generates those that it needs.
   *
   * @param emitters what writes them
   * @return them, in the same order
   */
  public List<Code> later(List<? extends Emitter> emitters) {
    List<Code> functions = new ArrayList<>();
    for (Emitter e : emitters) {
      functions.add(Code.later(this, e));
    }
    return functions;
  }

  private MemorySegment executable(byte[] code) {
    long size = (code.length + PAGE - 1L) / PAGE * PAGE;
    if (used + size > limit) {
      throw new IllegalStateException(
          "generated code needs %d bytes more, %d of %d are used".formatted(size, used, limit));
    }
    MemorySegment batch = pages.map(size);
    used += size;
    MemorySegment.copy(code, 0, batch, ValueLayout.JAVA_BYTE, 0, code.length);
    pages.protect(batch, Pages.Access.READ_EXECUTE);
    return batch;
  }
}
