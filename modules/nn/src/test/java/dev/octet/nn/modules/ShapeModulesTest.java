package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Modules that move elements: gather, concat, reshape, transpose, unsqueeze, shape. */
class ShapeModulesTest {
  private final Execution execution = Execution.of(Engine.standard(), 1);
  private final RandomTensors random = new RandomTensors(17);

  private Tensor run(Module module, Tensor... inputs) {
    return module.forward(List.of(inputs), execution).getFirst();
  }

  private static LongTensor list(long... values) {
    return LongTensor.wrap(values, values.length);
  }

  @Test
  void gatherAlongEveryAxis() {
    FloatTensor x = random.normal(1, 3, 4, 5);
    LongTensor at = LongTensor.wrap(new long[] {0, -1, 2, -3}, 2, 2);
    for (int axis = -3; axis < 3; axis++) {
      FloatTensor y = (FloatTensor) run(new Gather(axis), x, at);
      int a = Math.floorMod(axis, 3);
      for (int[] i : Indices.of(y.shape())) {
        int[] from = {i[0], 0, 0};
        int next = a;
        from[a] = Math.floorMod((int) at.get(i[next], i[next + 1]), x.shape().dim(a));
        for (int d = a + 1; d < 3; d++) {
          from[d] = i[d + 1];
        }
        from[0] = a == 0 ? from[0] : i[0];
        for (int d = 0; d < a; d++) {
          from[d] = i[d];
        }
        assertThat(y.get(i)).isEqualTo(x.get(from));
      }
    }
    assertThat(run(new Gather(0), list(7, 8, 9), LongTensor.scalar(1)))
        .isEqualTo(LongTensor.scalar(8));
    assertThat(run(new Gather(0), BoolTensor.wrap(new boolean[] {true, false}, 2), list(1)))
        .isEqualTo(BoolTensor.wrap(new boolean[] {false}, 1));
  }

  @Test
  void gatherChecksItsRange() {
    assertThatThrownBy(() -> run(new Gather(1), random.normal(1, 2, 3), list(3)))
        .hasMessage("index 3 outside [-3, 3) of axis 1 of [2, 3]");
    assertThatThrownBy(() -> run(new Gather(1), random.normal(1, 2, 3), list(-4)))
        .hasMessageContaining("index -4 outside");
    assertThatThrownBy(() -> run(new Gather(2), random.normal(1, 2, 3), list(0)))
        .hasMessageContaining("axis 2 outside [-2, 2)");
    assertThatThrownBy(() -> run(new Gather(0), random.normal(1, 2), random.normal(1, 1)))
        .hasMessage("input 1: expected INT64, got FLOAT32 [1]");
  }

  @Test
  void concatAlongEveryAxis() {
    FloatTensor a = random.normal(1, 2, 3, 4);
    for (int axis = -3; axis < 3; axis++) {
      int d = Math.floorMod(axis, 3);
      FloatTensor b = random.normal(1, a.shape().with(d, 5).dims());
      FloatTensor y = (FloatTensor) run(new Concat(axis), a, b, a);
      assertThat(y.shape()).isEqualTo(a.shape().with(d, 2 * a.shape().dim(d) + 5));
      assertThat(y.slice(d, 0, a.shape().dim(d))).isEqualTo(a);
      assertThat(y.slice(d, a.shape().dim(d), a.shape().dim(d) + 5)).isEqualTo(b);
      assertThat(y.slice(d, a.shape().dim(d) + 5, y.shape().dim(d))).isEqualTo(a);
    }
    assertThat(run(new Concat(0), list(), list(4), list())).isEqualTo(list(4));
    assertThatThrownBy(() -> run(new Concat(0), a, random.normal(1, 2, 3, 5)))
        .hasMessage("input FLOAT32 [2, 3, 5] does not continue FLOAT32 [2, 3, 4] along axis 0");
    assertThatThrownBy(() -> run(new Concat(0), list(1), FloatTensor.zeros(Shape.of(1))))
        .hasMessageContaining("does not continue");
  }

  @Test
  void transposes() {
    FloatTensor x = random.normal(1, 2, 3, 1, 4);
    FloatTensor y = (FloatTensor) run(new Transpose(List.of(3, 0, 2, 1)), x);
    assertThat(y.shape()).isEqualTo(Shape.of(4, 2, 1, 3));
    for (int[] i : Indices.of(y.shape())) {
      assertThat(y.get(i)).isEqualTo(x.get(i[1], i[3], i[2], i[0]));
    }
    LongTensor ids = random.ids(100, 2, 3);
    LongTensor back = (LongTensor) run(new Transpose(List.of()), ids);
    for (int[] i : Indices.of(back.shape())) {
      assertThat(back.get(i)).isEqualTo(ids.get(i[1], i[0]));
    }
    assertThat(run(new Transpose(List.of(1, 0)), FloatTensor.zeros(Shape.of(0, 3))).shape())
        .isEqualTo(Shape.of(3, 0));
    assertThatThrownBy(() -> run(new Transpose(List.of(1, 0)), x))
        .hasMessage("permutation [1, 0] does not fit shape [2, 3, 1, 4]");
    assertThatThrownBy(() -> new Transpose(List.of(0, 2))).hasMessageContaining("no");
  }

  @Test
  void readsImagesInEitherLayout() {
    FloatTensor x = random.normal(1, 2, 3, 4, 5);
    FloatTensor last = x.to(Layout.CHANNELS_LAST);
    assertThat(run(new Transpose(List.of(1, 0, 3, 2)), last))
        .isEqualTo(run(new Transpose(List.of(1, 0, 3, 2)), x));
    assertThat(run(new Gather(1), last, list(2))).isEqualTo(run(new Gather(1), x, list(2)));
    assertThat(run(new Reshape(false), last, list(0, -1))).isEqualTo(x.reshape(2, 60));
  }

  @Test
  void reshapes() {
    FloatTensor x = random.normal(1, 2, 3, 4);
    Tensor y = run(new Reshape(false), x, list(0, -1, 2));
    assertThat(y.shape()).isEqualTo(Shape.of(2, 6, 2));
    assertThat(y.sharesStorageWith(x)).isTrue();
    assertThat(run(new Reshape(false), FloatTensor.scalar(3), list(1, 1)).shape())
        .isEqualTo(Shape.of(1, 1));
    assertThat(run(new Reshape(false), x.slice(2, 0, 0), list(0, 0, 0)).shape())
        .isEqualTo(Shape.of(2, 3, 0));
    assertThat(run(new Reshape(true), x.slice(2, 0, 0), list(0, 7)).shape())
        .isEqualTo(Shape.of(0, 7));
    long[][] bad = {
      {5, -1}, {-1, -1, 24}, {2, 3}, {-2, -12}, {2, 3, 4, 0}, {1L << 33}, {24, -1, 0}
    };
    for (long[] sizes : bad) {
      assertThatThrownBy(() -> run(new Reshape(false), x, list(sizes)))
          .as("%s", (Object) sizes)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> run(new Reshape(true), x, list(0, -1)))
        .hasMessage("cannot reshape [2, 3, 4] to [0, -1]");
  }

  @Test
  void unsqueezesAndTellsShapes() {
    FloatTensor x = random.normal(1, 2, 3);
    assertThat(run(new Unsqueeze(), x, list(0, -1, 2)).shape()).isEqualTo(Shape.of(1, 2, 1, 3, 1));
    assertThat(run(new Unsqueeze(), FloatTensor.scalar(1), list(0)).shape()).isEqualTo(Shape.of(1));
    assertThatThrownBy(() -> run(new Unsqueeze(), x, list(0, 0)))
        .hasMessage("axes [0, 0] do not fit a result of rank 4");
    assertThatThrownBy(() -> run(new Unsqueeze(), x, list(3)))
        .hasMessage("axes [3] do not fit a result of rank 3");
    assertThat(run(new ShapeOf(0, Integer.MAX_VALUE), x)).isEqualTo(list(2, 3));
    assertThat(run(new ShapeOf(-1, 9), x)).isEqualTo(list(3));
    assertThat(run(new ShapeOf(-9, -1), x)).isEqualTo(list(2));
    assertThat(run(new ShapeOf(1, 0), x)).isEqualTo(list());
  }

  @Test
  void quantizedTensorsKeepTheirParameters() {
    FloatTensor x = random.normal(1, 2, 3, 4);
    QTensor q = QTensor.quantizePerTensor(x, 0.1f, 3, DType.QINT8);
    List<Integer> order = List.of(2, 0, 1);
    assertThat(run(new Transpose(order), q))
        .isEqualTo(
            QTensor.quantizePerTensor(
                (FloatTensor) run(new Transpose(order), x), 0.1f, 3, DType.QINT8));
    assertThat(run(new Reshape(false), q, list(4, -1))).isEqualTo(q.reshape(4, 6));
    assertThat(run(new Concat(1), q, q).shape()).isEqualTo(Shape.of(2, 6, 4));
    assertThat(((QTensor) run(new Concat(1), q, q)).qparams()).isEqualTo(q.qparams());
  }

  @Test
  void parametersPerChannelAreRefused() {
    QTensor q =
        QTensor.quantizePerChannel(
            random.normal(1, 2, 3), new float[] {0.1f, 0.2f}, new int[2], 0, DType.QINT8);
    assertThatThrownBy(() -> run(new Transpose(List.of(1, 0)), q))
        .hasMessageStartingWith("input is QINT8 with ")
        .hasMessageEndingWith(
            "expected floats, longs, truth values or 8-bit integers with one scale");
  }
}
