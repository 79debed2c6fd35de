package dev.octet.formats.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.ChildJvm;
import org.junit.jupiter.api.Test;

class CheckpointMutationTest {
  @Test
  void brokenCheckpointsEndInOneExceptionInBoundedMemory() {
    ChildJvm.Result result = ChildJvm.run(CheckpointMutations.class, "-Xmx64m", "-ea");
    assertThat(result.exit()).as(result.output()).isZero();
    assertThat(result.output()).containsPattern("read \\d{3,}, refused \\d{4,}");
  }
}
