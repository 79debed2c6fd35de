package dev.octet.kernels.x86.machine;

import java.lang.foreign.MemorySegment;

/** Whole pages of memory, of the system. */
interface Pages {
  /** What may be done with pages. */
  enum Access {
    /** Nothing: each access ends the process. */
    NONE("unreadable"),
    /** Reading and writing. */
    READ_WRITE("writable"),
    /** Reading and executing. */
    READ_EXECUTE("executable");

    private final String adjective;

    Access(String adjective) {
      this.adjective = adjective;
    }

    /** What pages are then. */
    String adjective() {
      return adjective;
    }
  }

  /**
   * Gets pages that can be read and written, and are never given back.
   *
   * @param bytes a multiple of 4096
   * @return zeros
   * @throws IllegalStateException if the system refuses
   */
  MemorySegment map(long bytes);

  /**
   * Says what may be done with pages.
   *
   * @param pages some or all of what was mapped
   * @param access from now on
   * @throws IllegalStateException if the system refuses
   */
  void protect(MemorySegment pages, Access access);
}
