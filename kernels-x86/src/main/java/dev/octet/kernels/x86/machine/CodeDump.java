package dev.octet.kernels.x86.machine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What {@code -Doctet.dumpCode=DIR} asks for: the bytes of each batch, and a map from addresses to
 * names in the form that Linux's perf reads ({@code start size name}, hexadecimal).
 */
final class CodeDump {
  private final Path directory;

  private CodeDump(Path directory) {
    this.directory = directory;
  }

  /** Makes one for a folder; null: nothing is written. */
  static CodeDump of(String directory) {
    return new CodeDump(directory == null ? null : Path.of(directory));
  }

  void write(byte[] code, List<Code> functions) {
    if (directory == null) {
      return;
    }
    long first = functions.getFirst().address().address();
    try {
      Files.createDirectories(directory);
      Files.write(directory.resolve("octet-%x.bin".formatted(first)), code);
      StringBuilder map = new StringBuilder();
      for (int i = 0; i < functions.size(); i++) {
        long start = functions.get(i).address().address();
        long end =
            i + 1 < functions.size()
                ? functions.get(i + 1).address().address()
                : first + code.length;
        map.append("%x %x octet::%s%n".formatted(start, end - start, functions.get(i).name()));
      }
      Files.writeString(
          directory.resolve("perf-" + ProcessHandle.current().pid() + ".map"),
          map,
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException("-Doctet.dumpCode=" + directory + " cannot be written", e);
    }
  }
}
