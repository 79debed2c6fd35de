package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The mean along axes, and softmax. */
class ReductionTest {
  private final Execution execution = Execution.of(Engine.standard(), 2);
  private final RandomTensors random = new RandomTensors(23);

  private static LongTensor list(long... values) {
    return LongTensor.wrap(values, values.length);
  }

  @Test
  void meanOfEverySetOfAxes() {
    FloatTensor x = random.normal(1, 3, 4, 5);
    for (int set = 1; set < 8; set++) {
      long[] axes = new long[Integer.bitCount(set)];
      int n = 0;
      for (int a = 0; a < 3; a++) {
        if ((set >> a & 1) == 1) {
          axes[n++] = a == 1 ? -2 : a;
        }
      }
      FloatTensor kept = mean(new ReduceMean(true, false), x, axes);
      FloatTensor gone = mean(new ReduceMean(false, false), x, axes);
      assertThat(gone.toArray()).isEqualTo(kept.toArray());
      assertThat(gone.shape().rank()).isEqualTo(3 - axes.length);
      for (int[] i : Indices.of(kept.shape())) {
        double sum = 0;
        int count = 0;
        for (int[] j : Indices.of(x.shape())) {
          boolean mine = true;
          for (int a = 0; a < 3; a++) {
            mine &= (set >> a & 1) == 1 || i[a] == j[a];
          }
          sum += mine ? x.get(j) : 0;
          count += mine ? 1 : 0;
        }
        assertThat((double) kept.get(i))
            .as("axes %s", (Object) axes)
            .isCloseTo(sum / count, within(1e-6));
      }
    }
  }

  private FloatTensor mean(ReduceMean module, FloatTensor x, long... axes) {
    return (FloatTensor) module.forward(List.of(x, list(axes)), execution).getFirst();
  }

  @Test
  void meanOfAllOfNothingAndOfOne() {
    FloatTensor x = FloatTensor.wrap(new float[] {1, 2, 3, 6}, 2, 2);
    assertThat(new ReduceMean(false, false).forward(List.of(x), execution).getFirst())
        .isEqualTo(FloatTensor.scalar(3));
    assertThat(mean(new ReduceMean(true, false), x))
        .isEqualTo(FloatTensor.wrap(new float[] {3}, 1, 1));
    assertThat(mean(new ReduceMean(true, true), x)).isEqualTo(x);
    assertThat(mean(new ReduceMean(false, false), FloatTensor.zeros(Shape.of(2, 0)), 1).toArray())
        .containsExactly(Float.NaN, Float.NaN);
    assertThat(
            new ReduceMean(true, false)
                .forward(List.of(FloatTensor.scalar(4)), execution)
                .getFirst())
        .isEqualTo(FloatTensor.scalar(4));
    assertThatThrownBy(() -> mean(new ReduceMean(true, false), x, 2))
        .hasMessageContaining("axis 2 outside [-2, 2)");
    assertThatThrownBy(() -> mean(new ReduceMean(true, false), x, 1, -1))
        .hasMessageContaining("name one twice");
  }

  @Test
  void softmaxAlongEveryAxis() {
    FloatTensor x = random.normal(3, 3, 4, 5);
    for (int axis = -3; axis < 3; axis++) {
      FloatTensor y = (FloatTensor) new Softmax(axis).forward(List.of(x), execution).getFirst();
      int a = Math.floorMod(axis, 3);
      for (int[] i : Indices.of(x.shape())) {
        double sum = 0;
        int[] j = i.clone();
        for (j[a] = 0; j[a] < x.shape().dim(a); j[a]++) {
          sum += Math.exp(x.get(j));
        }
        assertThat((double) y.get(i)).isCloseTo(Math.exp(x.get(i)) / sum, within(1e-6));
      }
    }
  }

  @Test
  void softmaxToTheEnd() {
    FloatTensor x = random.normal(1, 2, 3, 4);
    FloatTensor flat = x.reshape(2, 12);
    assertThat(new Softmax(1, true).forward(List.of(x), execution).getFirst().reshape(2, 12))
        .isEqualTo(new Softmax(1).forward(List.of(flat), execution).getFirst());
    assertThat(
            new Softmax(1)
                .forward(List.of(FloatTensor.zeros(Shape.of(2, 0))), execution)
                .getFirst()
                .shape())
        .isEqualTo(Shape.of(2, 0));
    assertThatThrownBy(() -> new Softmax(3).forward(List.of(x), execution))
        .hasMessageContaining("axis 3 outside [-3, 3)");
  }
}
