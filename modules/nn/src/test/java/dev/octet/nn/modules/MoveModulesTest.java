package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Modules that move elements beside their definitions: floats and integers, in both layouts. */
class MoveModulesTest {
  private static final long SEED = 47;

  private final RandomTensors random = new RandomTensors(SEED);

  /** Which element of the input a result is; null: none. */
  private interface Source {
    int[] of(int... index);
  }

  private static List<Tensor> all(Module module, Tensor... inputs) {
    return module.forward(Arrays.asList(inputs), Execution.of(Engine.standard(), 2));
  }

  private static FloatTensor run(Module module, Tensor... inputs) {
    return (FloatTensor) all(module, inputs).getFirst();
  }

  private static LongTensor longs(long... values) {
    return LongTensor.wrap(values, values.length);
  }

  private static int[] index(Shape shape, int i) {
    int[] index = new int[shape.rank()];
    for (int a = index.length - 1; a >= 0; i /= shape.dim(a--)) {
      index[a] = i % shape.dim(a);
    }
    return index;
  }

  /** The definition for floats; layouts and integers give the same. */
  private void assertMoves(Module module, Source source, Shape result, int... dims) {
    FloatTensor x = random.normal(1, dims);
    FloatTensor y = run(module, x);
    assertThat(y.shape()).as(module.toString()).isEqualTo(result);
    for (int i = 0; i < result.size(); i++) {
      int[] to = index(result, i);
      int[] from = source.of(to.clone());
      float expected = from == null ? 0.5f : x.get(from);
      assertThat(y.get(to)).as("%s at %s", module, Arrays.toString(to)).isEqualTo(expected);
    }
    assertSameOtherwise(module, x, y);
  }

  private static void assertSameOtherwise(Module module, FloatTensor x, FloatTensor y) {
    boolean image = x.shape().rank() > 2;
    if (image) {
      assertThat(run(module, x.to(Layout.CHANNELS_LAST))).as(module.toString()).isEqualTo(y);
    }
    for (DType type : List.of(DType.QINT8, DType.QUINT8)) {
      QTensor q = QTensor.quantizePerTensor(x, 1f / 32, 5, type);
      QTensor moved = (QTensor) all(module, q).getFirst();
      assertThat(moved.dequantize())
          .as("%s of %s", module, type)
          .isEqualTo(run(module, q.dequantize()).copy().to(Layout.CONTIGUOUS));
      if (image) {
        assertThat(all(module, q.to(Layout.CHANNELS_LAST)).getFirst()).isEqualTo(moved);
      }
    }
  }

  @Test
  void pixelsAndChannelsChangePlaces() {
    assertMoves(
        new PixelShuffle(2),
        i -> new int[] {i[0], (i[1] * 2 + i[2] % 2) * 2 + i[3] % 2, i[2] / 2, i[3] / 2},
        Shape.of(2, 3, 6, 8),
        2,
        12,
        3,
        4);
    assertMoves(
        new PixelShuffle(2, true),
        i -> new int[] {i[0], (i[2] % 2 * 2 + i[3] % 2) * 3 + i[1], i[2] / 2, i[3] / 2},
        Shape.of(2, 3, 6, 8),
        2,
        12,
        3,
        4);
    FloatTensor x = random.normal(1, 2, 12, 3, 4);
    for (boolean depthFirst : new boolean[] {false, true}) {
      FloatTensor there = run(new PixelShuffle(2, depthFirst), x);
      assertThat(run(new PixelUnshuffle(2, depthFirst), there)).isEqualTo(x);
    }
    assertMoves(
        new ChannelShuffle(3),
        i -> new int[] {i[0], i[1] % 3 * 2 + i[1] / 3, i[2]},
        Shape.of(2, 6, 5),
        2,
        6,
        5);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(new PixelShuffle(5), x))
        .withMessageContaining("12 is not a multiple of 25");
  }

  @Test
  void paddingOfImages() {
    List<Integer> before = List.of(1, 2);
    List<Integer> after = List.of(2, 0);
    Shape padded = Shape.of(2, 3, 7, 7);
    assertMoves(
        new Pad(Padding.REPLICATE, before, after, 0),
        i -> new int[] {i[0], i[1], Math.clamp(i[2] - 1, 0, 3), Math.max(0, i[3] - 2)},
        padded,
        2,
        3,
        4,
        5);
    assertMoves(
        new Pad(Padding.REFLECT, before, after, 0),
        i -> new int[] {i[0], i[1], 3 - Math.abs(3 - Math.abs(i[2] - 1)), Math.abs(i[3] - 2)},
        padded,
        2,
        3,
        4,
        5);
    assertMoves(
        new Pad(Padding.CIRCULAR, before, after, 0),
        i -> new int[] {i[0], i[1], (i[2] + 3) % 4, (i[3] + 3) % 5},
        padded,
        2,
        3,
        4,
        5);
  }

  @Test
  void paddingOfAnyAxesWithAConstant() {
    Pad pad = new Pad(Padding.CONSTANT, List.of(1, 0, -1, 2), List.of(0, 2, 1, 0), 0.5f);
    assertMoves(
        pad,
        i ->
            i[0] < 1 || i[1] > 1 || i[2] > 2 || i[3] < 2
                ? null
                : new int[] {i[0] - 1, i[1], i[2] + 1, i[3] - 2},
        Shape.of(3, 4, 4, 5),
        2,
        2,
        4,
        3);
    Pad far = new Pad(Padding.CONSTANT, List.of(1, 0, 0, 0, 1), List.of(0, 0, 0, 0, 0), 0.5f);
    assertMoves(
        far,
        i -> i[0] < 1 || i[4] < 1 ? null : new int[] {i[0] - 1, i[1], i[2], i[3], i[4] - 1},
        Shape.of(3, 1, 2, 3, 3),
        2,
        1,
        2,
        3,
        2);
    Pad row = new Pad(Padding.CONSTANT, List.of(2), List.of(1), 0.5f);
    assertMoves(row, i -> i[0] < 2 || i[0] > 4 ? null : new int[] {i[0] - 2}, Shape.of(6), 3);
    assertThatIllegalArgumentException().isThrownBy(() -> run(pad, random.normal(1, 2, 2)));
  }

  @Test
  void nearestNeighbours() {
    assertMoves(
        Upsample.by(Sampling.NEAREST, 2.0, 3.0),
        i -> new int[] {i[0], i[1], i[2] / 2, i[3] / 3},
        Shape.of(2, 3, 8, 15),
        2,
        3,
        4,
        5);
    assertMoves(
        Upsample.to(Sampling.NEAREST_EXACT, 3),
        i -> new int[] {i[0], i[1], (int) ((i[2] + 0.5) * 7 / 3)},
        Shape.of(2, 3, 3),
        2,
        3,
        7);
    assertMoves(
        Upsample.to(
            new Sampling(false, Sampling.Coordinates.ALIGN_CORNERS, Sampling.Rounding.CEIL),
            1,
            4,
            7),
        i ->
            new int[] {i[0], i[1], 0, (int) Math.ceil(i[3] * 2 / 3.0), (int) Math.ceil(i[4] / 2.0)},
        Shape.of(1, 2, 1, 4, 7),
        1,
        2,
        2,
        3,
        4);
  }

  @Test
  void linearInterpolation() {
    FloatTensor x = FloatTensor.wrap(new float[] {0, 4, 8}, 1, 1, 3);
    assertThat(run(Upsample.by(Sampling.LINEAR, 2.0), x).toArray())
        .containsExactly(0, 1, 3, 5, 7, 8);
    assertThat(run(Upsample.to(Sampling.LINEAR_ALIGNED, 5), x).toArray())
        .containsExactly(0, 2, 4, 6, 8);
    Sampling shifted = new Sampling(true, Sampling.Coordinates.ASYMMETRIC, Sampling.Rounding.FLOOR);
    assertThat(run(Upsample.by(shifted, 2.0), x).toArray()).containsExactly(0, 2, 4, 6, 8, 8);
    Sampling single =
        new Sampling(true, Sampling.Coordinates.PYTORCH_HALF_PIXEL, Sampling.Rounding.FLOOR);
    assertThat(run(Upsample.to(single, 1), x).toArray()).containsExactly(0);
    assertThat(run(Upsample.to(Sampling.LINEAR, 1), x).toArray()).containsExactly(4);
    QTensor q = QTensor.quantizePerTensor(random.normal(1, 2, 3, 4, 5), 1f / 32, 5, DType.QUINT8);
    Module up = Upsample.to(Sampling.LINEAR, 9, 7);
    QTensor y = (QTensor) all(up, q).getFirst();
    float[] real = y.dequantize().toArray();
    float[] exact = run(up, q.dequantize()).toArray();
    for (int i = 0; i < real.length; i++) {
      assertThat(Math.abs(real[i] - exact[i])).as("seed %d", SEED).isLessThan(0.0157f);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(Upsample.by(Sampling.LINEAR, 0.1), x));
    assertThatIllegalArgumentException().isThrownBy(() -> Upsample.to(Sampling.LINEAR));
  }

  @Test
  void partsAndTheirWhole() {
    FloatTensor x = random.normal(1, 2, 7, 3, 4);
    Module split = Split.chunk(1, 3);
    for (Layout layout : Layout.values()) {
      List<Tensor> parts = all(split, x.to(layout));
      assertThat(parts).extracting(p -> p.shape().dim(1)).containsExactly(3, 3, 1);
      assertThat(parts).allMatch(p -> p.layout() == layout);
      assertThat(run(new Concat(1), parts.toArray(Tensor[]::new))).isEqualTo(x);
    }
    QTensor q = QTensor.quantizePerTensor(x, 1f / 32, 5, DType.QINT8);
    List<Tensor> parts = all(new Split(-1, 2, List.of(1, 3)), q);
    assertThat(parts.get(1)).isEqualTo(q.slice(3, 1, 4));
    assertThat(all(Split.chunk(0, 2), longs(1, 2, 3)).getLast()).isEqualTo(longs(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> all(new Split(1, 2, List.of(1, 3)), x))
        .withMessageContaining("[1, 3]");
  }

  @Test
  void dimensionsOfOneGo() {
    FloatTensor x = random.normal(1, 2, 3, 1, 4);
    assertThat(run(new Squeeze(), x)).isEqualTo(x.reshape(2, 3, 4));
    FloatTensor last = run(new Squeeze(), x.to(Layout.CHANNELS_LAST), longs(-2));
    assertThat(last.layout()).isEqualTo(Layout.CHANNELS_LAST);
    assertThat(last).isEqualTo(x.reshape(2, 3, 4));
    assertThat(run(new Squeeze(), random.normal(1, 1, 3, 1), longs(0, 2)).shape())
        .isEqualTo(Shape.of(3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(new Squeeze(), x, longs(1)))
        .withMessageContaining("axis 1 of [2, 3, 1, 4] has not size 1");
  }

  @Test
  void transposesThatMoveNothingAreViews() {
    FloatTensor image = random.normal(1, 2, 3, 4).to(Layout.CHANNELS_LAST);
    FloatTensor rows = run(new Transpose(List.of(0, 2, 1)), image);
    assertThat(rows.sharesStorageWith(image)).isTrue();
    assertThat(rows.layout()).isEqualTo(Layout.CONTIGUOUS);
    assertThat(rows).isEqualTo(image.transpose(0, 2, 1));
    FloatTensor pixels = random.normal(1, 2, 4, 5, 3);
    FloatTensor back = run(new Transpose(List.of(0, 3, 1, 2)), pixels);
    assertThat(back.sharesStorageWith(pixels)).isTrue();
    assertThat(back).isEqualTo(pixels.transpose(0, 3, 1, 2));
  }

  @Test
  void meansOfImagesAndOfIntegers() {
    FloatTensor x = random.normal(1, 2, 3, 4, 5);
    Module mean = new ReduceMean(false, false);
    FloatTensor rows = run(mean, x, longs(2, 3));
    FloatTensor last = run(mean, x.to(Layout.CHANNELS_LAST), longs(-1, -2));
    assertThat(last.shape()).isEqualTo(Shape.of(2, 3));
    for (int i = 0; i < 6; i++) {
      assertThat(Math.abs(last.toArray()[i] - rows.toArray()[i])).isLessThan(1e-6f);
    }
    QTensor q = QTensor.quantizePerTensor(x, 1f / 32, 5, DType.QINT8);
    for (long[] axes : List.of(new long[] {2, 3}, new long[] {1}, new long[] {0, 3})) {
      QTensor y = (QTensor) all(new ReduceMean(true, false), q, longs(axes)).getFirst();
      FloatTensor exact = run(new ReduceMean(true, false), q.dequantize(), longs(axes));
      assertThat(y.shape()).isEqualTo(exact.shape());
      for (int i = 0; i < y.shape().size(); i++) {
        float difference = y.dequantize().toArray()[i] - exact.toArray()[i];
        assertThat(Math.abs(difference)).as("seed %d", SEED).isLessThan(0.0157f);
      }
    }
  }
}
