package dev.octet.oracle;

import dev.octet.quantization.golden.EmbeddingCase;
import dev.octet.quantization.golden.GoldenFile;
import dev.octet.quantization.golden.LinearCase;
import dev.octet.quantization.golden.RangeCase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Writes the golden files that the default tests read: inputs, and what PyTorch makes of them. Runs
 * only when asked for by its tag: {@code mvn -Poracle test -Doctet.test.groups=golden}. A test
 * rather than a program, so that it runs on the JDK that tests run on.
 */
@Tag("golden")
class WriteGoldenTest {
  private static final long SEED = 2026;

  @Test
  void write() throws IOException {
    Torch torch = new Torch(QEngine.FBGEMM);
    Path directory = Path.of("src/test/resources/dev/octet/quantization/golden");
    String maker =
        "dev.octet.oracle.WriteGoldenTest, seed " + SEED + "; " + Torch.VERSION + ", engine FBGEMM";

    write(directory.resolve("dynamic-linear.golden"), new GoldenFile(maker, linears(torch)));
    write(directory.resolve("embedding.golden"), new GoldenFile(maker, embeddings(torch)));
    write(directory.resolve("ranges.golden"), new GoldenFile(maker, ranges(torch)));
  }

  private static List<Map<String, Object>> linears(Torch torch) {
    List<Map<String, Object>> linears = new ArrayList<>();
    int seed = 0;
    for (Cases.Input input : Cases.Input.values()) {
      for (int size : new int[] {8, 40}) {
        LinearCase c = new Cases(SEED + seed++).linear(input, size / 4, size, 2 * size);
        linears.add(c.values(torch.answer(c)));
      }
    }
    LinearCase wide = new Cases(SEED + seed).linear(Cases.Input.NORMAL, 3, 70, 600);
    linears.add(wide.values(torch.answer(wide)));
    return linears;
  }

  private static List<Map<String, Object>> embeddings(Torch torch) {
    List<Map<String, Object>> tables = new ArrayList<>();
    for (int kind = 0; kind < 14; kind++) {
      EmbeddingCase c = new Cases(SEED + kind).embedding(kind, 6, 80);
      tables.add(c.values(torch.answer(c)));
    }
    return tables;
  }

  private static List<Map<String, Object>> ranges(Torch torch) {
    List<Map<String, Object>> ranges = new ArrayList<>();
    Cases cases = new Cases(SEED);
    for (int i = 0; i < 300; i++) {
      RangeCase c = cases.range();
      ranges.add(c.values(torch.answer(c)));
    }
    return ranges;
  }

  private static void write(Path file, GoldenFile golden) throws IOException {
    Files.createDirectories(file.getParent());
    golden.write(Files.newOutputStream(file));
  }
}
