package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the system itself says of the pages that code lies in. */
@EnabledOnOs(value = OS.LINUX, architectures = "amd64")
class LinuxPagesTest {
  private static final int BATCHES = 20;

  /** Such as {@code r-xp}. */
  private static String permissions(long address) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/maps"))) {
      String[] parts = line.split("[- ]", 3);
      boolean from = Long.compareUnsigned(Long.parseUnsignedLong(parts[0], 16), address) <= 0;
      boolean to = Long.compareUnsigned(address, Long.parseUnsignedLong(parts[1], 16)) < 0;
      if (from && to) {
        return parts[2].substring(0, 4);
      }
    }
    throw new AssertionError("%x is mapped nowhere".formatted(address));
  }

  @Test
  void pagesAreWhatWasAskedFor() throws IOException {
    Pages pages = new LinuxPages();
    MemorySegment memory = pages.map(3 * 4096);
    assertThat(memory.byteSize()).isEqualTo(3 * 4096);
    assertThat(permissions(memory.address())).isEqualTo("rw-p");
    assertThat(memory.get(ValueLayout.JAVA_LONG, 4096)).isZero();
    memory.set(ValueLayout.JAVA_LONG, 4096, 5);

    pages.protect(memory.asSlice(4096, 4096), Pages.Access.NONE);
    assertThat(permissions(memory.address() + 4095)).isEqualTo("rw-p");
    assertThat(permissions(memory.address() + 4096)).isEqualTo("---p");
    assertThat(permissions(memory.address() + 8192)).isEqualTo("rw-p");
    pages.protect(memory.asSlice(4096, 4096), Pages.Access.READ_EXECUTE);
    assertThat(permissions(memory.address() + 4096)).isEqualTo("r-xp");
    pages.protect(memory, Pages.Access.READ_WRITE);
    assertThat(memory.get(ValueLayout.JAVA_LONG, 4096)).isEqualTo(5);
  }

  @Test
  void whatTheSystemRefusesIsSaid() {
    Pages pages = new LinuxPages();
    assertThatThrownBy(() -> pages.map(1L << 60))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("mmap of 1152921504606846976 bytes failed");
    MemorySegment odd = MemorySegment.ofAddress(1).reinterpret(4096);
    assertThatThrownBy(() -> pages.protect(odd, Pages.Access.READ_EXECUTE))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the system refuses to make 4096 bytes of memory executable");
  }

  @Test
  void codeRunsFromManyThreadsAndIsNeverWritable() throws IOException {
    CodeMemory memory = new CodeMemory(1 << 20, new LinuxPages(), CodeDump.of(null));
    List<List<Code>> batches =
        IntStream.range(0, BATCHES)
            .parallel()
            .mapToObj(
                i ->
                    memory.install(
                        List.of(
                            Emitters.number("first", i, 5000), Emitters.number("second", -i, 10))))
            .toList();
    Caller machine = new Machine();
    MemorySegment none = Machine.NONE;
    for (int i = 0; i < BATCHES; i++) {
      for (int k = 0; k < 2; k++) {
        Code code = batches.get(i).get(k);
        assertThat(permissions(code.address().address())).isEqualTo("r-xp");
        int[] c = {77};
        MemorySegment to = MemorySegment.ofArray(c);
        machine.call(code, none, none, none, to, none, none, none, none, none, none);
        assertThat(c[0]).isEqualTo(k == 0 ? i : -i);
      }
    }
  }
}
