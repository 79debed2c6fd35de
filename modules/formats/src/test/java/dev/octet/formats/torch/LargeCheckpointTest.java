package dev.octet.formats.torch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LargeCheckpointTest {
  /** Elements of each of the tensors, 8 MB. */
  static final int COUNT = 1 << 21;

  private static final int TENSORS = 12;

  @TempDir Path dir;

  /** 96 MB of floats in a heap of 128. */
  @Test
  void aFileTakesLittleMoreThanItsTensors() throws IOException {
    ByteBuffer floats = ByteBuffer.allocate(4 * COUNT).order(ByteOrder.LITTLE_ENDIAN);
    floats.putFloat(4 * (COUNT - 1), 2.5f);
    Pickle pickle = Pickle.start().op('(');
    for (int i = 0; i < TENSORS; i++) {
      pickle
          .global("torch._utils", "_rebuild_tensor")
          .op('(')
          .storage("FloatStorage", Integer.toString(i), COUNT)
          .integer(0)
          .tuple(COUNT)
          .tuple(1)
          .op('t', 'R');
    }
    TorchZip zip = TorchZip.of(pickle.op('t').end());
    for (int i = 0; i < TENSORS; i++) {
      zip.stored("a/data/" + i, floats.array());
    }
    Path file = Files.write(dir.resolve("large.pt"), zip.toBytes());
    ChildJvm.Result result =
        ChildJvm.run(LargeCheckpoint.class, "-Xmx128m", "-Dcheckpoint=" + file);
    assertThat(result.output()).contains("last 2.5");
    assertThat(result.exit()).isZero();
  }
}
