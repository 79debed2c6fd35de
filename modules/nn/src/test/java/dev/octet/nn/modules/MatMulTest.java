package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatMulTest {
  private static final long SEED = 3;
  private final Execution execution = Execution.of(Engine.standard(), 2);

  private static int[] dims(String text) {
    return Arrays.stream(text.trim().split(" ")).mapToInt(Integer::parseInt).toArray();
  }

  @ParameterizedTest
  @CsvSource({
    "2 3, 3 4, 2 4",
    "1 1, 1 1, 1 1",
    "17 33, 33 5, 17 5",
    "3, 3 4, 4",
    "2 3, 3, 2",
    "5 2 3, 3, 5 2",
    "3, 5 3 4, 5 4",
    "5 2 3, 3 4, 5 2 4",
    "5 2 3, 1 3 4, 5 2 4",
    "2 3, 5 3 4, 5 2 4",
    "5 2 3, 5 3 4, 5 2 4",
    "6 5 2 3, 5 3 4, 6 5 2 4",
    "6 1 2 3, 5 3 4, 6 5 2 4",
    "6 1 2 3, 1 5 3 4, 6 5 2 4",
    "6 5 2 3, 6 1 3 4, 6 5 2 4",
    "2 1 3 1 1 2, 4 2 3, 2 1 3 4 1 3",
    "0 2 3, 3 4, 0 2 4",
    "0 2 3, 0 3 4, 0 2 4"
  })
  void multipliesStacksOfMatrices(String a, String b, String expected) {
    RandomTensors random = new RandomTensors(SEED);
    FloatTensor x = random.normal(1, dims(a));
    FloatTensor y = random.normal(1, dims(b));
    FloatTensor got = (FloatTensor) new MatMul().forward(List.of(x, y), execution).getFirst();
    assertThat(got.shape()).isEqualTo(Shape.of(dims(expected)));
    FloatTensor left = x.shape().rank() == 1 ? x.reshape(1, -1) : x;
    FloatTensor right = y.shape().rank() == 1 ? y.reshape(-1, 1) : y;
    Shape batch = head(left.shape()).broadcast(head(right.shape()));
    float[] flat = got.toArray();
    int at = 0;
    for (int[] i : Indices.of(batch)) {
      for (int r = 0; r < left.shape().dim(-2); r++) {
        for (int c = 0; c < right.shape().dim(-1); c++) {
          double sum = 0;
          for (int k = 0; k < left.shape().dim(-1); k++) {
            sum += (double) at(left, i, r, k) * at(right, i, k, c);
          }
          assertThat((double) flat[at++]).as("seed %d", SEED).isCloseTo(sum, within(1e-5));
        }
      }
    }
    assertThat(at).isEqualTo(flat.length);
  }

  private static Shape head(Shape shape) {
    return Shape.of(Arrays.copyOf(shape.dims(), shape.rank() - 2));
  }

  private static float at(FloatTensor x, int[] batch, int row, int column) {
    int[] index = Indices.within(batch, head(x.shape()));
    index = Arrays.copyOf(index, index.length + 2);
    index[index.length - 2] = row;
    index[index.length - 1] = column;
    return x.get(index);
  }

  @Test
  void vectorsGiveANumber() {
    FloatTensor x = FloatTensor.wrap(new float[] {1, 2, 3}, 3);
    assertThat(new MatMul().forward(List.of(x, x), execution).getFirst())
        .isEqualTo(FloatTensor.scalar(14));
  }

  @Test
  void refusesWhatDoesNotFit() {
    FloatTensor x = FloatTensor.zeros(Shape.of(2, 3));
    assertThatThrownBy(() -> new MatMul().forward(List.of(x, x), execution))
        .hasMessage("cannot multiply [2, 3] by [2, 3]: expected [..., m, k] and [..., k, n]");
    assertThatThrownBy(() -> new MatMul().forward(List.of(x, FloatTensor.scalar(1)), execution))
        .hasMessageStartingWith("cannot multiply [2, 3] by []");
    assertThatThrownBy(
            () ->
                new MatMul()
                    .forward(
                        List.of(
                            FloatTensor.zeros(Shape.of(2, 2, 3)),
                            FloatTensor.zeros(Shape.of(3, 3, 3))),
                        execution))
        .hasMessageContaining("do not broadcast");
  }
}
