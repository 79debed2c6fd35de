package dev.octet.kernels.x86.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.kernels.x86.asm.Mem;
import dev.octet.kernels.x86.asm.Op;
import dev.octet.kernels.x86.asm.Vec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CodeDumpTest {
  private final FakePages pages = new FakePages();

  private static Path map(Path directory) {
    return directory.resolve("perf-" + ProcessHandle.current().pid() + ".map");
  }

  @Test
  void bytesAndNamesOfEachBatchAreWritten(@TempDir Path parent) throws IOException {
    Path directory = parent.resolve("made").resolve("anew");
    CodeMemory memory = new CodeMemory(1 << 20, pages, CodeDump.of(directory.toString()));
    Emitter last =
        Emitters.of(
            "with a constant",
            a -> {
              a.op(Op.VMOVUPS, Vec.ymm(0), Mem.at(a.constant(7)));
              a.ret();
            });
    memory.install(List.of(Emitters.number("qgemm u8s8 8x2", 1, 90), last));
    memory.install(List.of(Emitters.number("other", 1, 0)));

    long first = pages.mapped.get(0).address();
    long second = pages.mapped.get(1).address();
    assertThat(map(directory))
        .content()
        .isEqualToNormalizingNewlines(
            """
            %x 80 octet::qgemm u8s8 8x2
            %x 80 octet::with a constant
            %x 8 octet::other
            """
                .formatted(first, first + 128, second));
    byte[] bytes = Files.readAllBytes(directory.resolve("octet-%x.bin".formatted(first)));
    assertThat(bytes).hasSize(256);
    assertThat(bytes).isEqualTo(pages.mapped.get(0).asSlice(0, 256).toArray(ValueLayout.JAVA_BYTE));
    assertThat(directory.resolve("octet-%x.bin".formatted(second))).exists();
  }

  @Test
  void withoutAFolderNothingIsWritten(@TempDir Path directory) throws IOException {
    new CodeMemory(4096, pages, CodeDump.of(null)).install(List.of(Emitters.number("f", 1, 0)));
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void aFolderThatCannotBeIsSaid(@TempDir Path directory) throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "text");
    CodeMemory memory = new CodeMemory(4096, pages, CodeDump.of(file.toString()));
    assertThatThrownBy(() -> memory.install(List.of(Emitters.number("f", 1, 0))))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("-Doctet.dumpCode=" + file + " cannot be written");
  }
}
