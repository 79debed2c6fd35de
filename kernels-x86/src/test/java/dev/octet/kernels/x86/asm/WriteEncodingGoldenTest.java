package dev.octet.kernels.x86.asm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Writes the file that {@link EncodingGoldenTest} reads: bytes from GNU as in hexadecimal, and the
 * instruction. Runs only when asked for by its tag.
 */
@Tag("golden")
class WriteEncodingGoldenTest {
  @Test
  void write(@TempDir Path directory) throws IOException {
    List<String> texts = EncodingCases.representative().map(EncodingCase::text).toList();
    List<String> bytes = new GnuAssembler(directory).assemble(texts);
    List<String> lines = new ArrayList<>();
    lines.add("# " + getClass().getName() + "; " + GnuAssembler.version());
    for (int i = 0; i < texts.size(); i++) {
      lines.add(bytes.get(i) + "\t" + texts.get(i));
    }
    Path to = Path.of("src/test/resources/dev/octet/kernels/x86/asm");
    Files.createDirectories(to);
    Files.write(to.resolve(EncodingGoldenTest.FILE), lines);
  }
}
