package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;

/** Memory between unreadable pages, for one operand after the other; it grows. */
final class GuardedMemory {
  /** So wide that a vector or two beyond the end do not get over it. */
  private static final long GUARD = 1 << 16;

  private static final long PAGE = 4096;

  private final Pages pages;
  private MemorySegment inner = MemorySegment.NULL;

  GuardedMemory(Pages pages) {
    this.pages = pages;
  }

  /** {@return a copy whose end, or else beginning, lies flush against unreadable memory} */
  MemorySegment copy(byte[] content, boolean flushEnd) {
    grow(content.length);
    long free = inner.byteSize() - content.length;
    MemorySegment copy = inner.asSlice(flushEnd ? free : 0, content.length);
    return copy.copyFrom(MemorySegment.ofArray(content));
  }

  private void grow(long bytes) {
    if (bytes > inner.byteSize() || inner.equals(MemorySegment.NULL)) {
      long size = Math.max(2 * inner.byteSize(), (bytes + PAGE - 1) / PAGE * PAGE);
      MemorySegment all = pages.map(GUARD + size + GUARD);
      pages.protect(all.asSlice(0, GUARD), Pages.Access.NONE);
      pages.protect(all.asSlice(GUARD + size), Pages.Access.NONE);
      inner = all.asSlice(GUARD, size);
    }
  }
}
