package dev.octet.kernels.x86.product;

import dev.octet.kernels.x86.machine.Code;
import dev.octet.kernels.x86.machine.CodeMemory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Micro-kernels by key, generated when first needed: the two tall ones of a key, which large
 * products use, in one batch, the others in another. A table rather than a map: the hash of a
 * record is linked at its first use, which takes a process that has just started some milliseconds.
 */
final class TileCodes {
  private final CodeMemory memory;
  private final AtomicReferenceArray<Code[]> tall = new AtomicReferenceArray<>(TileKey.COUNT);
  private final AtomicReferenceArray<Code[]> low = new AtomicReferenceArray<>(TileKey.COUNT);

  TileCodes(CodeMemory memory) {
    this.memory = memory;
  }

  Code get(TileKey key, int rows) {
    int fewest = key.maxRows() - 1;
    return rows >= fewest
        ? get(tall, key, fewest, key.maxRows())[rows - fewest]
        : get(low, key, 1, fewest - 1)[rows - 1];
  }

  private Code[] get(AtomicReferenceArray<Code[]> codes, TileKey key, int from, int to) {
    Code[] found = codes.get(key.index());
    return found != null ? found : install(codes, key, from, to);
  }

  private synchronized Code[] install(
      AtomicReferenceArray<Code[]> codes, TileKey key, int from, int to) {
    Code[] found = codes.get(key.index());
    if (found == null) {
      List<TileKernel> kernels = new ArrayList<>();
      for (int rows = from; rows <= to; rows++) {
        kernels.add(new TileKernel(key, rows));
      }
      found = memory.install(kernels).toArray(new Code[0]);
      codes.set(key.index(), found);
    }
    return found;
  }
}
