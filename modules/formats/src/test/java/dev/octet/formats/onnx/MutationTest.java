package dev.octet.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.ChildJvm;
import org.junit.jupiter.api.Test;

class MutationTest {
  /** MiniLM is 91 MB of floats, and once more where weights are transposed. */
  @Test
  void brokenModelsEndInOneExceptionInBoundedMemory() {
    ChildJvm.Result result = ChildJvm.run(Mutations.class, "-Xmx320m", "-ea");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("read \\d{3,}, ran \\d{2,}, refused \\d{3,}");
  }
}
