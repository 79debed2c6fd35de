package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/** Micro-kernels by key and rows, each generated when it is first needed. */
final class FloatTileCodes {
  private static final int MOST_ROWS = 8;

  private final CodeMemory memory;
  private final AtomicReferenceArray<Code> codes =
      new AtomicReferenceArray<>(FloatTileKey.COUNT * (MOST_ROWS + 1));

  FloatTileCodes(CodeMemory memory) {
    this.memory = memory;
  }

  Code get(FloatTileKey key, int rows) {
    int at = key.index() * (MOST_ROWS + 1) + rows;
    Code found = codes.get(at);
    return found != null ? found : install(at, new FloatTileKernel(key, rows));
  }

  private synchronized Code install(int at, FloatTileKernel kernel) {
    Code found = codes.get(at);
    if (found == null) {
      found = memory.install(List.of(kernel)).getFirst();
      codes.set(at, found);
    }
    return found;
  }
}
