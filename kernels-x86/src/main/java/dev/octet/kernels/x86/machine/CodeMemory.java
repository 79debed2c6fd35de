package dev.octet.kernels.x86.machine;

import dev.octet.kernels.x86.asm.Assembler;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
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
  public static final long LIMIT = 8 << 20;

  private static final CodeMemory PROCESS = new CodeMemory();

  private static final int PAGE = 4096;
  private static final int READ_WRITE = 3;
  private static final int READ_EXECUTE = 5;
  private static final int PRIVATE_ANONYMOUS = 0x22;

  private final CodeDump dump = CodeDump.of(System.getProperty("octet.dumpCode"));
  private long used;

  private CodeMemory() {}

  /** Linux's calls, looked up when the first code is installed. */
  private static final class Linux {
    static final MethodHandle MMAP =
        handle(
            "mmap",
            FunctionDescriptor.of(
                ValueLayout.ADDRESS,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG));
    static final MethodHandle MPROTECT =
        handle(
            "mprotect",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS,
                ValueLayout.JAVA_LONG,
                ValueLayout.JAVA_INT));

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
      Linker linker = Linker.nativeLinker();
      MemorySegment function =
          linker
              .defaultLookup()
              .find(name)
              .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
      return linker.downcallHandle(function, descriptor);
    }
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
    Assembler assembler = new Assembler();
    List<Integer> starts = new ArrayList<>();
    for (Emitter e : emitters) {
      assembler.align(64);
      starts.add(assembler.position());
      e.emit(assembler);
    }
    byte[] bytes = assembler.finish();
    MemorySegment pages = executable(bytes);
    List<Code> functions = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      MemorySegment address = MemorySegment.ofAddress(pages.address() + starts.get(i));
      functions.add(new Code(emitters.get(i).name(), address));
    }
    dump.write(bytes, functions);
    return functions;
  }

  private MemorySegment executable(byte[] code) {
    long size = (code.length + PAGE - 1L) / PAGE * PAGE;
    if (used + size > LIMIT) {
      throw new IllegalStateException(
          "generated code needs %d bytes more, %d of %d are used".formatted(size, used, LIMIT));
    }
    try {
      MemorySegment at =
          (MemorySegment)
              Linux.MMAP.invokeExact(
                  MemorySegment.NULL, size, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0L);
      if (at.address() == -1) {
        throw new IllegalStateException("mmap of " + size + " bytes failed");
      }
      MemorySegment pages = at.reinterpret(size);
      MemorySegment.copy(code, 0, pages, ValueLayout.JAVA_BYTE, 0, code.length);
      int status = (int) Linux.MPROTECT.invokeExact(pages, size, READ_EXECUTE);
      if (status != 0) {
        throw new IllegalStateException("the system refuses to make memory executable");
      }
      used += size;
      return pages;
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling the C library failed", e);
    }
  }
}
