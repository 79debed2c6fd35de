package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {
  private static final long SEED = 7;
  private final Execution execution = Execution.of(Engine.standard(), 2);

  @ParameterizedTest
  @CsvSource({"1,1,1,1,1", "2,5,7,3,4", "1,16,16,12,32", "3,17,33,2,8"})
  void equalsItsEquation(int batch, int t, int s, int heads, int d) {
    RandomTensors random = new RandomTensors(SEED);
    FloatTensor q = random.normal(1, batch, t, heads * d);
    FloatTensor k = random.normal(1, batch, s, heads * d);
    FloatTensor v = random.normal(1, batch, s, heads * d);
    for (FloatTensor mask : masks(random, batch, heads, t, s)) {
      Attention attention = new Attention(heads, 0.25f);
      List<Tensor> inputs = mask == null ? List.of(q, k, v) : List.of(q, k, v, mask);
      FloatTensor y = (FloatTensor) attention.forward(inputs, execution).getFirst();
      for (int b = 0; b < batch; b++) {
        for (int h = 0; h < heads; h++) {
          for (int i = 0; i < t; i++) {
            double[] expected = row(q, k, v, mask, b, h, i, d);
            for (int j = 0; j < d; j++) {
              assertThat((double) y.get(b, i, h * d + j))
                  .as("seed %d, batch %d head %d row %d column %d", SEED, b, h, i, j)
                  .isCloseTo(expected[j], org.assertj.core.data.Offset.offset(1e-5));
            }
          }
        }
      }
    }
  }

  private static FloatTensor[] masks(RandomTensors random, int b, int h, int t, int s) {
    return new FloatTensor[] {
      null,
      random.normal(1, b, 1, 1, s),
      random.normal(1, b, h, t, s),
      random.normal(1, t, s),
      random.normal(1, 1, h, t, 1),
      random.normal(1, s)
    };
  }

  private static double[] row(
      FloatTensor q, FloatTensor k, FloatTensor v, FloatTensor mask, int b, int h, int i, int d) {
    int s = k.shape().dim(1);
    double[] p = new double[s];
    double sum = 0;
    for (int j = 0; j < s; j++) {
      for (int e = 0; e < d; e++) {
        p[j] += (double) q.get(b, i, h * d + e) * k.get(b, j, h * d + e);
      }
      p[j] = Math.exp(p[j] * 0.25 + (mask == null ? 0 : maskAt(mask, b, h, i, j)));
      sum += p[j];
    }
    double[] y = new double[d];
    for (int e = 0; e < d; e++) {
      for (int j = 0; j < s; j++) {
        y[e] += p[j] / sum * v.get(b, j, h * d + e);
      }
    }
    return y;
  }

  private static double maskAt(FloatTensor mask, int... at) {
    int rank = mask.shape().rank();
    int[] index = new int[rank];
    for (int i = 0; i < rank; i++) {
      index[i] = mask.shape().dim(i) == 1 ? 0 : at[4 - rank + i];
    }
    return mask.get(index);
  }

  @Test
  void shapesThatDoNotFitAreSaid() {
    FloatTensor x = new RandomTensors(SEED).normal(1, 2, 3, 8);
    assertThatThrownBy(() -> new Attention(3, 1f).forward(List.of(x, x, x), execution))
        .hasMessageContaining("with 3 heads, got [2, 3, 8], [2, 3, 8], [2, 3, 8]");
    FloatTensor mask = new RandomTensors(SEED).normal(1, 5);
    assertThatThrownBy(() -> new Attention(2, 1f).forward(List.of(x, x, x, mask), execution))
        .hasMessageContaining("do not broadcast");
    assertThatThrownBy(() -> new Attention(0, 1f)).hasMessage("heads 0 is below 1");
  }
}
