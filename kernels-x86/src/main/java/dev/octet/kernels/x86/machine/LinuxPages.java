package dev.octet.kernels.x86.machine;

import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;

/** Linux's mmap and mprotect; the numbers are those of its headers for x86-64. */
final class LinuxPages implements Pages {
  private static final int PRIVATE_ANONYMOUS = 0x22;

  /** Looked up when the first pages are asked for. */
  private static final class Functions {
    static final MemorySegment MMAP = find("mmap");
    static final MemorySegment MPROTECT = find("mprotect");

    private static MemorySegment find(String name) {
      return Linker.nativeLinker()
          .defaultLookup()
          .find(name)
          .orElseThrow(() -> new IllegalStateException("the C library has no " + name));
    }
  }

  @Override
  public MemorySegment map(long bytes) {
    long at =
        Machine.system(
            Functions.MMAP,
            MemorySegment.NULL,
            bytes,
            number(Access.READ_WRITE),
            PRIVATE_ANONYMOUS,
            -1,
            0);
    if (at == -1) {
      throw new IllegalStateException("mmap of " + bytes + " bytes failed");
    }
    return MemorySegment.ofAddress(at).reinterpret(bytes);
  }

  @Override
  public void protect(MemorySegment pages, Access access) {
    long status =
        Machine.system(Functions.MPROTECT, pages, pages.byteSize(), number(access), 0, 0, 0);
    if ((int) status != 0) {
      throw new IllegalStateException(
          "the system refuses to make %d bytes of memory %s"
              .formatted(pages.byteSize(), access.adjective()));
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
