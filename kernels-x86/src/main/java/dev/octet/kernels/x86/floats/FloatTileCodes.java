package dev.octet.kernels.x86.floats;

import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Micro-kernels by key, generated when first needed: the two tall ones of a key, which large
 * products use, in one batch, the others in another.
 */
final class FloatTileCodes {
  private final CodeMemory memory;
  private final ConcurrentHashMap<FloatTileKey, Code[]> tall = new ConcurrentHashMap<>();
  private final ConcurrentHashMap<FloatTileKey, Code[]> low = new ConcurrentHashMap<>();

  FloatTileCodes(CodeMemory memory) {
    this.memory = memory;
  }

  Code get(FloatTileKey key, int rows) {
    int fewest = key.maxRows() - 1;
    return rows >= fewest
        ? tall.computeIfAbsent(key, k -> install(k, fewest, k.maxRows()))[rows - fewest]
        : low.computeIfAbsent(key, k -> install(k, 1, fewest - 1))[rows - 1];
  }

  private Code[] install(FloatTileKey key, int from, int to) {
    List<FloatTileKernel> kernels = new ArrayList<>();
    for (int rows = from; rows <= to; rows++) {
      kernels.add(new FloatTileKernel(key, rows));
    }
    return memory.install(kernels).toArray(Code[]::new);
  }
}
