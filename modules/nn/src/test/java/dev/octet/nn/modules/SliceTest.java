package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SliceTest {
  private final Execution execution = Execution.of(Engine.standard(), 1);

  private static LongTensor list(long... values) {
    return LongTensor.wrap(values, values.length);
  }

  private Tensor slice(Tensor x, long start, long end, long axis, long step) {
    return new Slice(true, true)
        .forward(List.of(x, list(start), list(end), list(axis), list(step)), execution)
        .getFirst();
  }

  /** Python's rule, element by element. */
  private static List<Long> expected(int size, long start, long end, long step) {
    long from = start < 0 ? Math.max(start + size, step > 0 ? 0 : -1) : start;
    from = Math.min(from, step > 0 ? size : size - 1);
    long to = end < 0 ? Math.max(end + size, step > 0 ? 0 : -1) : end;
    to = Math.min(to, step > 0 ? size : size - 1);
    List<Long> all = new ArrayList<>();
    for (long i = from; step > 0 ? i < to : i > to; i += step) {
      all.add(i);
    }
    return all;
  }

  @Test
  void everyRangeOfASmallAxis() {
    for (int size = 0; size <= 5; size++) {
      long[] values = new long[size];
      for (int i = 0; i < size; i++) {
        values[i] = i;
      }
      LongTensor x = LongTensor.wrap(values, size);
      for (long start = -7; start <= 7; start++) {
        for (long end = -7; end <= 7; end++) {
          for (long step : new long[] {-6, -2, -1, 1, 2, 6}) {
            LongTensor y = (LongTensor) slice(x, start, end, 0, step);
            assertThat(y.toArray())
                .as("0..%d [%d:%d:%d]", size - 1, start, end, step)
                .containsExactly(
                    expected(size, start, end, step).stream().mapToLong(Long::longValue).toArray());
          }
        }
      }
    }
  }

  @Test
  void extremes() {
    LongTensor x = list(0, 1, 2, 3);
    long most = Long.MAX_VALUE;
    long least = Long.MIN_VALUE;
    assertThat(slice(x, least, most, 0, 1)).isEqualTo(x);
    assertThat(slice(x, most, least, 0, -1)).isEqualTo(list(3, 2, 1, 0));
    assertThat(slice(x, 1, most, 0, most)).isEqualTo(list(1));
    assertThat(slice(x, 2, least, 0, least)).isEqualTo(list(2));
    assertThat(slice(x, 0, 4, 0, 1L << 32)).isEqualTo(list(0));
  }

  @Test
  void severalAxesOfAnyKind() {
    Random random = new Random(9);
    float[] values = new float[4 * 5 * 6];
    boolean[] flags = new boolean[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i;
      flags[i] = random.nextBoolean();
    }
    FloatTensor x = FloatTensor.wrap(values, 4, 5, 6);
    BoolTensor b = BoolTensor.wrap(flags, 4, 5, 6);
    List<Tensor> how = List.of(list(-1, 1), list(-9, 9), list(2, -3), list(-2, 2));
    FloatTensor y =
        (FloatTensor)
            new Slice(true, true)
                .forward(List.of(x, how.get(0), how.get(1), how.get(2), how.get(3)), execution)
                .getFirst();
    BoolTensor c =
        (BoolTensor)
            new Slice(true, true)
                .forward(List.of(b, how.get(0), how.get(1), how.get(2), how.get(3)), execution)
                .getFirst();
    assertThat(y.shape()).isEqualTo(Shape.of(2, 5, 3));
    for (int[] i : Indices.of(y.shape())) {
      assertThat(y.get(i)).isEqualTo(x.get(1 + 2 * i[0], i[1], 5 - 2 * i[2]));
      assertThat(c.get(i)).isEqualTo(b.get(1 + 2 * i[0], i[1], 5 - 2 * i[2]));
    }
  }

  @Test
  void axesAndStepsMayBeLeftOut() {
    FloatTensor x = FloatTensor.wrap(new float[] {0, 1, 2, 3, 4, 5}, 2, 3);
    assertThat(
            new Slice(false, false)
                .forward(List.of(x, list(1, 0), list(2, 2)), execution)
                .getFirst())
        .isEqualTo(FloatTensor.wrap(new float[] {3, 4}, 1, 2));
    assertThat(
            new Slice(false, true)
                .forward(List.of(x, list(1), list(-9), list(-1)), execution)
                .getFirst())
        .isEqualTo(FloatTensor.wrap(new float[] {3, 4, 5, 0, 1, 2}, 2, 3));
  }

  @Test
  void refusesWhatIsNoSlice() {
    LongTensor x = list(0, 1, 2);
    assertThatThrownBy(() -> slice(x, 0, 1, 0, 0)).hasMessage("step of axis 0 is 0");
    assertThatThrownBy(() -> slice(x, 0, 1, 1, 1)).hasMessageContaining("axis 1 outside [-1, 1)");
    assertThatThrownBy(() -> slice(x, 0, 1, 1L << 40, 1)).hasMessageContaining("outside [-1, 1)");
    assertThatThrownBy(
            () ->
                new Slice(true, false)
                    .forward(List.of(x, list(0, 0), list(1, 1), list(0, -1)), execution))
        .hasMessage("axis 0 is given twice");
    assertThatThrownBy(
            () -> new Slice(false, false).forward(List.of(x, list(0), list(1, 1)), execution))
        .hasMessage("input 2 has shape [2], expected [1]");
  }
}
