package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Modules of images beside their definitions, in both layouts. */
class ImageModulesTest {
  private static final long SEED = 41;

  private final RandomTensors random = new RandomTensors(SEED);

  private static Tensor run(Module module, Tensor... inputs) {
    Execution execution = Execution.of(Engine.standard(), 1);
    return module.prepare(Engine.standard()).forward(Arrays.asList(inputs), execution).getFirst();
  }

  private static void assertNear(Tensor actual, float[] expected, double tolerance) {
    float[] got = ((FloatTensor) actual).toArray();
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i])
          .as("element %d, seed %d", i, SEED)
          .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(tolerance));
    }
  }

  /** The definition of a 2-d convolution over logical indices; transposed ones scatter. */
  private static float[] convolved(FloatTensor x, Conv conv) {
    ConvFilter f = conv.filter();
    int n = x.shape().dim(0);
    int h = x.shape().dim(2);
    int w = x.shape().dim(3);
    int oh = f.outputSize(f.height(), h);
    int ow = f.outputSize(f.width(), w);
    Shape out = Shape.of(n, f.outChannels(), oh, ow);
    float[] y = new float[out.size()];
    for (int i = 0; i < y.length; i++) {
      int ox = i % ow;
      int oy = i / ow % oh;
      int o = i / (ow * oh) % f.outChannels();
      int b = i / (ow * oh * f.outChannels());
      int group = o / f.groupOutputs();
      double sum = conv.bias() == null ? 0 : conv.bias().get(o);
      for (int c = 0; c < f.groupInputs(); c++) {
        for (int ky = 0; ky < f.height().kernel(); ky++) {
          for (int kx = 0; kx < f.width().kernel(); kx++) {
            int iy = f.inputAt(f.height(), h, oy, ky);
            int ix = f.inputAt(f.width(), w, ox, kx);
            int channel = group * f.groupInputs() + c;
            if (iy >= 0 && ix >= 0) {
              float weight =
                  f.transposed()
                      ? conv.weight().get(channel, o % f.groupOutputs(), ky, kx)
                      : conv.weight().get(o, c, ky, kx);
              sum += (double) x.get(b, channel, iy, ix) * weight;
            }
          }
        }
      }
      y[i] = (float) Math.clamp(sum, conv.limits().least(), conv.limits().greatest());
    }
    return y;
  }

  @Test
  void convolutionsOfEitherLayout() {
    List<Axis> axes = List.of(new Axis(3, 2, 1, 0, 1, 0), new Axis(2, 1, 0, 2, 2, 0));
    for (boolean transposed : new boolean[] {false, true}) {
      for (Limits limits : List.of(Limits.NONE, Limits.RELU, Limits.RELU6)) {
        ConvFilter filter = ConvWeights.filter(4, 6, 2, transposed, axes);
        FloatTensor w = random.normal(1, ConvWeights.shape(filter, 2).dims());
        Conv conv = new Conv(2, filter, w, random.normal(1, 6), false, limits);
        FloatTensor x = random.normal(1, 2, 4, 7, 8);
        Tensor y = run(conv, x);
        assertThat(y.layout()).isEqualTo(Layout.CHANNELS_LAST);
        assertNear(y, convolved(x, conv), 1e-4);
        assertThat(run(conv, x.to(Layout.CHANNELS_LAST))).isEqualTo(y);
      }
    }
  }

  @Test
  void convolutionPlusAddend() {
    ConvFilter filter = ConvFilter.of2d(3, 5, 1, 3, 1, 1);
    FloatTensor w = random.normal(1, 5, 3, 3, 3);
    FloatTensor x = random.normal(1, 1, 3, 6, 6);
    FloatTensor addend = random.normal(1, 1, 5, 6, 6);
    Tensor y = run(new Conv(2, filter, w, null, true, Limits.RELU), x, addend);
    float[] expected = convolved(x, new Conv(2, filter, w, null));
    float[] terms = addend.toArray();
    for (int i = 0; i < expected.length; i++) {
      expected[i] = Math.max(0, expected[i] + terms[i]);
    }
    assertNear(y, expected, 1e-4);
  }

  @Test
  void linesAndVolumesAreImagesOfOneLineOrMore() {
    ConvFilter line = ConvWeights.filter(3, 4, 1, false, List.of(Axis.of(3, 2, 1)));
    FloatTensor w = random.normal(1, 4, 3, 3);
    FloatTensor x = random.normal(1, 2, 3, 9);
    FloatTensor y = (FloatTensor) run(new Conv(1, line, w, null), x);
    assertThat(y.shape()).isEqualTo(Shape.of(2, 4, 5));
    ConvFilter image = ConvWeights.filter(3, 4, 1, false, List.of(Axis.NONE, Axis.of(3, 2, 1)));
    Conv same = new Conv(2, image, w.reshape(4, 3, 1, 3), null);
    assertThat(((FloatTensor) run(same, x.reshape(2, 3, 1, 9))).toArray()).isEqualTo(y.toArray());
    ConvFilter volume =
        ConvWeights.filter(3, 4, 1, false, List.of(Axis.NONE, Axis.NONE, Axis.of(3, 2, 1)));
    Conv again = new Conv(3, volume, w.reshape(4, 3, 1, 1, 3), null);
    assertThat(((FloatTensor) run(again, x.reshape(2, 3, 1, 1, 9))).toArray())
        .isEqualTo(y.toArray());
  }

  @Test
  void convolutionSaysWhatDoesNotFit() {
    ConvFilter filter = ConvFilter.of2d(64, 64, 1, 3, 1, 1);
    Conv conv = new Conv(2, filter, FloatTensor.zeros(Shape.of(64, 64, 3, 3)), null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(conv, FloatTensor.zeros(Shape.of(1, 3, 8, 8))))
        .withMessage("input has 3 channels, weight [64, 64, 3, 3] expects 64");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(conv, FloatTensor.zeros(Shape.of(64, 8, 8))))
        .withMessage("input has shape [64, 8, 8], expected [N, C, H, W]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Conv(2, filter, FloatTensor.zeros(Shape.of(64, 3, 3, 3)), null))
        .withMessageContaining("weight has shape [64, 3, 3, 3], expected [64, 64, 3, 3]");
    Conv valid =
        new Conv(
            2, ConvFilter.of2d(1, 1, 1, 3, 1, 0), FloatTensor.zeros(Shape.of(1, 1, 3, 3)), null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(valid, FloatTensor.zeros(Shape.of(1, 1, 2, 8))))
        .withMessageContaining("too small for a kernel of 3 taps");
  }

  @Test
  void batchNormOfEitherLayoutAndOfRows() {
    FloatTensor gamma = random.normal(1, 5);
    FloatTensor variance = FloatTensor.wrap(new float[] {1, 0.5f, 2, 0, 3}, 5);
    FloatTensor beta = random.normal(1, 5);
    FloatTensor mean = random.normal(1, 5);
    FloatTensor x = random.normal(1, 2, 5, 3, 4);
    BatchNorm norm = new BatchNorm(gamma, beta, mean, variance, 1e-5f, Limits.RELU);
    float[] expected = x.toArray();
    for (int i = 0; i < expected.length; i++) {
      int c = i / 12 % 5;
      double r = 1 / Math.sqrt(variance.get(c) + 1e-5);
      expected[i] =
          (float) Math.max(0, (expected[i] - mean.get(c)) * r * gamma.get(c) + beta.get(c));
    }
    assertNear(run(norm, x), expected, 1e-3);
    assertNear(run(norm, x.to(Layout.CHANNELS_LAST)), expected, 1e-3);
    FloatTensor rows = random.normal(1, 4, 5);
    assertThat(run(norm, rows).shape()).isEqualTo(rows.shape());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(norm, random.normal(1, 2, 4, 3, 3)))
        .withMessage("input has shape [2, 4, 3, 3], expected [N, 5, …]");
  }

  @Test
  void poolsOfFloatsAndOfIntegersAgreeWhereIntegersAreReal() {
    FloatTensor x = FloatTensor.zeros(Shape.of(2, 3, 7, 9));
    for (int i = 0; i < x.shape().size(); i++) {
      x.array()[i] = (i * 37 % 101) - 50;
    }
    QTensor q = QTensor.quantizePerTensor(x, 1f, 3, DType.QINT8);
    Sliding s = new Sliding(3, 2, 1, 1, 1, true, false);
    for (Module m :
        List.of(
            new MaxPool(List.of(s, s)),
            MaxPool.of2d(2, 2, 0),
            new AdaptivePool(true, List.of(2, 3)))) {
      QTensor y = (QTensor) run(m, q);
      assertThat(y.dequantize()).isEqualTo(((FloatTensor) run(m, x)));
      assertThat(y.qparams()).isEqualTo(q.qparams());
    }
    for (Module m :
        List.of(
            new AvgPool(List.of(s, s), 0),
            AvgPool.of2d(3, 1, 1),
            new AvgPool(List.of(s, s), 7),
            AdaptivePool.globalAverage(2),
            new AdaptivePool(false, List.of(0, 4)))) {
      FloatTensor y = (FloatTensor) run(m, x);
      float[] got = ((QTensor) run(m, q)).dequantize().toArray();
      for (int i = 0; i < got.length; i++) {
        assertThat(Math.abs(got[i] - y.toArray()[i])).isLessThanOrEqualTo(0.5f + 1e-4f);
      }
    }
  }

  @Test
  void clampReluAndFlattenOfIntegers() {
    FloatTensor x = random.normal(3, 1, 2, 3, 4);
    QTensor q = QTensor.quantizePerTensor(x, 0.1f, 100, DType.QUINT8);
    QTensor clamped = (QTensor) run(new Clamp(new Limits(-1, 2)), q);
    QTensor relu = (QTensor) run(new Activation(dev.octet.kernel.FloatUnary.Op.RELU), q);
    int[] integers = q.intRepr();
    for (int i = 0; i < integers.length; i++) {
      assertThat(clamped.intRepr()[i]).isEqualTo(Math.clamp(integers[i], 90, 120));
      assertThat(relu.intRepr()[i]).isEqualTo(Math.max(integers[i], 100));
    }
    QTensor flat = (QTensor) run(new Flatten(1, -1), q.to(Layout.CHANNELS_LAST));
    assertThat(flat.shape()).isEqualTo(Shape.of(1, 24));
    assertThat(flat.intRepr()).isEqualTo(integers);
  }

  @Test
  void arithmeticKeepsChannelsLastAndBroadcasts() {
    FloatTensor x = random.normal(1, 2, 3, 4, 5);
    FloatTensor last = x.to(Layout.CHANNELS_LAST);
    Arithmetic mul = new Arithmetic(FloatBinary.Op.MUL);
    for (FloatTensor y :
        List.of(
            random.normal(1, 2, 3, 4, 5),
            random.normal(1, 2, 3, 1, 1),
            random.normal(1, 1, 3, 1, 1),
            random.normal(1, 3, 1, 1),
            random.normal(1, 5),
            random.normal(1, 4, 1),
            FloatTensor.scalar(2))) {
      Tensor expected = run(mul, x, y);
      assertThat(run(mul, last, y)).as("seed %d, %s", SEED, y.shape()).isEqualTo(expected);
      assertThat(run(mul, y, last)).isEqualTo(expected);
      assertThat(run(mul, last, y).layout()).isEqualTo(Layout.CHANNELS_LAST);
    }
    FloatTensor wide = random.normal(1, 2, 1, 3, 4, 5);
    assertThat(run(mul, last, wide)).isEqualTo(run(mul, x, wide));
  }
}
