package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final long SEED = 11;
  private final Execution execution = Execution.of(Engine.standard(), 1);

  @Test
  void rowsByNumberAlsoFromTheEnd() {
    Embedding table = new Embedding(FloatTensor.wrap(new float[] {1, 2, 3, 4, 5, 6}, 3, 2));
    LongTensor ids = LongTensor.wrap(new long[] {2, -1, 0, 1}, 2, 2);
    FloatTensor y = (FloatTensor) table.forward(List.of(ids), execution).getFirst();
    assertThat(y).isEqualTo(FloatTensor.wrap(new float[] {5, 6, 5, 6, 1, 2, 3, 4}, 2, 2, 2));
  }

  @Test
  void anIdOutsideTheTableIsSaid() {
    Embedding table = new Embedding(FloatTensor.wrap(new float[6], 3, 2));
    LongTensor ids = LongTensor.wrap(new long[] {0, 3}, 2);
    assertThatThrownBy(() -> table.forward(List.of(ids), execution))
        .hasMessage("id 3 at position 1 outside a table of 3 rows");
    assertThatThrownBy(() -> ByteEmbedding.quantize(table).forward(List.of(ids), execution))
        .hasMessage("id 3 at position 1 outside a table of 3 rows");
  }

  @Test
  void byteRowsAreWithinHalfAStep() {
    FloatTensor weight = new RandomTensors(SEED).normal(1, 50, 37);
    ByteEmbedding bytes = ByteEmbedding.quantize(new Embedding(weight));
    LongTensor all = LongTensor.wrap(java.util.stream.LongStream.range(0, 50).toArray(), 50);
    FloatTensor y = (FloatTensor) bytes.forward(List.of(all), execution).getFirst();
    for (int i = 0; i < 50; i++) {
      float half = bytes.scales().get(i) / 2;
      for (int j = 0; j < 37; j++) {
        assertThat(Math.abs(y.get(i, j) - weight.get(i, j)))
            .as("seed %d row %d column %d", SEED, i, j)
            .isLessThanOrEqualTo(half * 1.0001f);
      }
    }
  }

  @Test
  void aRowWiderThanFloatIsSaid() {
    Embedding table = new Embedding(FloatTensor.wrap(new float[] {0, 1, -3e38f, 3e38f}, 2, 2));
    assertThatThrownBy(() -> ByteEmbedding.quantize(table))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("row 1 of the table reaches from -3.0E38 to 3.0E38");
  }

  @Test
  void aConstantRowIsExact() {
    Embedding table = new Embedding(FloatTensor.wrap(new float[] {3.5f, 3.5f, 0, 0}, 2, 2));
    LongTensor ids = LongTensor.wrap(new long[] {0, 1}, 2);
    FloatTensor y =
        (FloatTensor) ByteEmbedding.quantize(table).forward(List.of(ids), execution).getFirst();
    assertThat(y.toArray()).containsExactly(3.5f, 3.5f, 0f, 0f);
  }
}
