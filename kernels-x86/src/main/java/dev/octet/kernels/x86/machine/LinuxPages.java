package dev.octet.kernels.x86.machine;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** Linux's mmap and mprotect; the numbers are those of its headers for x86-64. */
final class LinuxPages implements Pages {
  private static final int PRIVATE_ANONYMOUS = 0x22;

  /** Looked up when the first pages are asked for. */
  private static final class Calls {
    static final MethodHandle MMAP =
        handle(
            "mmap",
            FunctionDescriptor.of(
                ADDRESS, ADDRESS, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
    static final MethodHandle MPROTECT =
        handle("mprotect", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));

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

  @Override
  public MemorySegment map(long bytes) {
    try {
      MemorySegment at =
          (MemorySegment)
              Calls.MMAP.invokeExact(
                  MemorySegment.NULL, bytes, number(Access.READ_WRITE), PRIVATE_ANONYMOUS, -1, 0L);
      if (at.address() == -1) {
        throw new IllegalStateException("mmap of " + bytes + " bytes failed");
      }
      return at.reinterpret(bytes);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling mmap failed", e);
    }
  }

  @Override
  public void protect(MemorySegment pages, Access access) {
    try {
      int status = (int) Calls.MPROTECT.invokeExact(pages, pages.byteSize(), number(access));
      if (status != 0) {
        throw new IllegalStateException(
            "the system refuses to make %d bytes of memory %s"
                .formatted(pages.byteSize(), access.adjective()));
      }
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("calling mprotect failed", e);
    }
  }

  private static int number(Access access) {
    return switch (access) {
      case NONE -> 0;
      case READ_WRITE -> 3;
      case READ_EXECUTE -> 5;
    };
  }
}
