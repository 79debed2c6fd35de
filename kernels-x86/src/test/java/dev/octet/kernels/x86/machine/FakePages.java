package dev.octet.kernels.x86.machine;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Memory that can be read and written whatever is asked for, and a list of what was. */
final class FakePages implements Pages {
  final List<String> calls = new ArrayList<>();
  final List<MemorySegment> mapped = new ArrayList<>();

  @Override
  public MemorySegment map(long bytes) {
    calls.add("map " + bytes);
    mapped.add(Arena.ofAuto().allocate(bytes, 4096));
    return mapped.getLast();
  }

  @Override
  public void protect(MemorySegment pages, Access access) {
    calls.add("protect " + pages.byteSize() + " " + access);
  }
}
