package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Micro-kernels by key and rows, each generated when it is first needed. A table rather than a map:
 * the hash of a record is linked at its first use, which takes a process that has just started some
 * milliseconds.
 */
final class TileCodes {
  private static final int MOST_ROWS = 8;

  private final CodeMemory memory;
  private final AtomicReferenceArray<Code> codes =
      new AtomicReferenceArray<>(TileKey.COUNT * (MOST_ROWS + 1));

  TileCodes(CodeMemory memory) {
    this.memory = memory;
  }

  Code get(TileKey key, int rows) {
    int at = key.index() * (MOST_ROWS + 1) + rows;
    Code found = codes.get(at);
    return found != null ? found : install(at, new TileKernel(key, rows));
  }

  private synchronized Code install(int at, TileKernel kernel) {
    Code found = codes.get(at);
    if (found == null) {
      found = memory.install(List.of(kernel)).getFirst();
      codes.set(at, found);
    }
    return found;
  }
}
