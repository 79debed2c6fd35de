package dev.octet.kernels.x86.asm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** GNU as and objcopy, Debian's package {@code binutils}. */
final class GnuAssembler {
  private final Path directory;

  /** Works in a folder. */
  GnuAssembler(Path directory) {
    this.directory = directory;
  }

  static String version() {
    return run(List.of("as", "--version")).lines().findFirst().orElseThrow();
  }

  /** {@return the bytes of each line in hexadecimal} */
  List<String> assemble(List<String> lines) {
    StringBuilder source = new StringBuilder();
    StringBuilder lengths = new StringBuilder(".section .lengths, \"a\"\n");
    for (int i = 0; i < lines.size(); i++) {
      source.append(".L%d: %s\n".formatted(i, lines.get(i)));
      lengths.append(".2byte .L%d - .L%d\n".formatted(i + 1, i));
    }
    source.append(".L%d:\n".formatted(lines.size())).append(lengths);
    try {
      Path file = directory.resolve("cases.s");
      Path object = directory.resolve("cases.o");
      Files.writeString(file, source);
      run(List.of("as", "--64", "-msyntax=intel", "-mnaked-reg", "-o", "" + object, "" + file));
      return split(section(object, ".text"), section(object, ".lengths"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] section(Path object, String name) throws IOException {
    Path to = directory.resolve("cases" + name);
    run(List.of("objcopy", "-O", "binary", "-j", name, "" + object, "" + to));
    return Files.readAllBytes(to);
  }

  private static List<String> split(byte[] code, byte[] lengths) {
    ByteBuffer sizes = ByteBuffer.wrap(lengths).order(ByteOrder.LITTLE_ENDIAN);
    List<String> parts = new ArrayList<>();
    int at = 0;
    while (sizes.hasRemaining()) {
      int size = sizes.getShort();
      parts.add(HexFormat.of().formatHex(code, at, at + size));
      at += size;
    }
    return parts;
  }

  private static String run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(command + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException("GNU as is needed: apt-get install binutils", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
