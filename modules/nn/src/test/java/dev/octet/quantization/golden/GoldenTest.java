package dev.octet.quantization.golden;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.Tier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** PyTorch's answers, as committed: the same checks as the live comparison of profile oracle. */
class GoldenTest {
  @Test
  void filesSayWhoMadeThem() throws IOException {
    for (String name :
        new String[] {"dynamic-linear.golden", "embedding.golden", "ranges.golden"}) {
      assertThat(GoldenFile.read(name).maker()).contains("PyTorch 2.10.0").contains("FBGEMM");
    }
  }

  @TestFactory
  Stream<DynamicTest> dynamicLinear() throws IOException {
    return GoldenFile.read("dynamic-linear.golden").cases().stream()
        .map(
            values -> {
              LinearCase c = LinearCase.of(values);
              LinearCase.Answer answer = LinearCase.answerOf(values);
              return DynamicTest.dynamicTest(
                  c.toString(), () -> engines().forEach(e -> LinearCheck.check(e, c, answer, "")));
            });
  }

  @TestFactory
  Stream<DynamicTest> embedding() throws IOException {
    return GoldenFile.read("embedding.golden").cases().stream()
        .map(
            values -> {
              EmbeddingCase c = EmbeddingCase.of(values);
              EmbeddingCase.Answer answer = EmbeddingCase.answerOf(values);
              return DynamicTest.dynamicTest(
                  c.toString(),
                  () -> engines().forEach(e -> EmbeddingCheck.check(e, c, answer, "")));
            });
  }

  @Test
  void ranges() throws IOException {
    List<Map<String, Object>> cases = GoldenFile.read("ranges.golden").cases();
    assertThat(cases).hasSizeGreaterThan(100);
    cases.forEach(values -> RangeCase.of(values).check(RangeCase.answerOf(values), ""));
  }

  /** The best that the machine offers, and plain Java. */
  private static Stream<Engine> engines() {
    return Stream.of(Engine.standard(), Engine.of(EngineOptions.of(Tier.JAVA)));
  }
}
