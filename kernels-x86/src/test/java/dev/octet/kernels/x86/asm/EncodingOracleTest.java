package dev.octet.kernels.x86.asm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** {@link Assembler} beside GNU as: the same bytes for all cases. */
@Tag("oracle")
class EncodingOracleTest {
  private static final int SHOWN = 10;

  @TestFactory
  Stream<DynamicTest> bytesAreThoseOfGnuAs(@TempDir Path directory) {
    GnuAssembler as = new GnuAssembler(directory);
    return EncodingCases.groups().entrySet().stream()
        .map(g -> DynamicTest.dynamicTest(g.getKey(), () -> compare(as, g.getValue().get())));
  }

  private static void compare(GnuAssembler as, List<EncodingCase> cases) {
    List<String> expected = as.assemble(cases.stream().map(EncodingCase::text).toList());
    assertThat(expected).hasSameSizeAs(cases);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < cases.size(); i++) {
      String hex = cases.get(i).hex();
      if (!hex.equals(expected.get(i)) && wrong.size() < SHOWN) {
        wrong.add(cases.get(i).text() + ": as has " + expected.get(i) + ", Octet " + hex);
      }
    }
    assertThat(wrong).as("the first of what differs").isEmpty();
  }
}
