package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.kernel.ConvFilter;
import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Sequential;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.QConfig;
import dev.octet.observe.QScheme;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Inputs and weights at the edge: an error that names the node, or a correct result. */
class StaticBadInputTest {
  private static final QConfigMapping MIN_MAX =
      QConfigMapping.of(
          QConfig.OCTET.activation(() -> new MinMaxObserver(QScheme.affine(DType.QUINT8))));

  private final StaticNetwork network = new StaticNetwork(5);

  private static Graph conv(FloatTensor weight) {
    int out = weight.shape().dim(0);
    int in = weight.shape().dim(1);
    ConvFilter filter = ConvFilter.of2d(in, out, 1, 3, 1, 1);
    return Sequential.of(
        new int[] {Graph.ANY, in, Graph.ANY, Graph.ANY}, new Conv(2, filter, weight, null));
  }

  private static Graph quantized(Graph g, FloatTensor x) {
    return Quantization.convert(
        Quantization.prepare(g, MIN_MAX).calibrate(List.of(Map.of("x", x))));
  }

  private static float[] run(Graph g, FloatTensor x) {
    return g.forward(Map.of("x", x)).floats("y").toArray();
  }

  private static void assertNear(float[] actual, float[] expected, double part) {
    double most = 0;
    for (float e : expected) {
      most = Math.max(most, Math.abs(e));
    }
    for (int i = 0; i < actual.length; i++) {
      assertThat(Math.abs((double) actual[i] - expected[i])).isLessThanOrEqualTo(part * most);
    }
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, 1f, -3f, 1e-30f, 1e30f})
  void constantActivations(float value) {
    float[] array = new float[3 * 8 * 8];
    Arrays.fill(array, value);
    FloatTensor x = FloatTensor.wrap(array, 1, 3, 8, 8);
    Graph g = conv(network.image(4, 3));
    // Below 2^-23 a scale is not allowed to go, so that the tiniest values become zeros.
    assertNear(run(quantized(g, x), x), run(g, x), Math.abs(value) < 1e-20 ? 1 : 0.03);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void activationsThatAreNotFiniteStopCalibration(float value) {
    FloatTensor x = network.image(1, 8);
    x.array()[11] = value;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> quantized(conv(network.image(4, 3)), x))
        .withMessageStartingWith("batch 0: observer at 'x': ")
        .withMessageContaining(String.valueOf(value));
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void activationsThatAreNotFiniteAtRunTimeClamp(float value) {
    FloatTensor x = network.image(1, 8);
    Graph g = conv(network.image(4, 3));
    Graph int8 = quantized(g, x);
    FloatTensor bad = x.copy();
    bad.array()[11] = value;
    for (float y : run(int8, bad)) {
      assertThat(y).isFinite();
    }
  }

  @Test
  void channelsOfZeros() {
    FloatTensor weight = network.image(4, 3);
    Arrays.fill(weight.array(), 27, 54, 0f);
    FloatTensor x = network.image(2, 8);
    Graph g = conv(weight);
    float[] y = run(quantized(g, x), x);
    assertNear(y, run(g, x), 0.03);
    for (int i = 0; i < 64; i++) {
      assertThat(y[64 + i]).isZero();
    }
  }

  @Test
  void aChannelAMillionTimesItsNeighbour() {
    FloatTensor weight = network.image(2, 3);
    for (int i = 27; i < 54; i++) {
      weight.array()[i] *= 1e6f;
    }
    FloatTensor x = network.image(1, 8);
    Graph g = conv(weight);
    Graph int8 = quantized(g, x);
    // Each channel of weights keeps its own digits; the sums share one scale, which is the large's.
    float[] expected = run(g, x);
    assertNear(run(int8, x), expected, 0.03);
    FloatTensor same = ((QuantizedConv) int8.node("0").module()).weight().dequantize();
    for (int i = 0; i < 54; i++) {
      float most = i < 27 ? 5f : 5e6f;
      assertThat(same.array()[i])
          .isCloseTo(weight.array()[i], org.assertj.core.data.Offset.offset(most / 127));
    }
  }

  @Test
  void weightsThatAreNotFiniteStayFloatAndSayWhy() {
    FloatTensor weight = network.image(4, 3);
    weight.array()[3] = Float.NaN;
    Graph g =
        Sequential.of(
            new int[] {1, 3, Graph.ANY, Graph.ANY},
            new Conv(2, ConvFilter.of2d(3, 4, 1, 3, 1, 1), weight, null),
            StaticNetwork.relu());
    Graph int8 = Quantization.convert(Quantization.prepare(g, MIN_MAX));
    assertThat(int8.coverage().entries())
        .extracting(Coverage.Entry::became, Coverage.Entry::why)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(
                "conv2d_relu", "its weight is empty or holds NaN or infinity"));
  }

  @Test
  void layersThatSumTooMuchStayFloat() {
    Graph g =
        Sequential.of(
            new int[] {Graph.ANY, 33_026},
            new Linear(FloatTensor.zeros(Shape.of(1, 33_026)), null));
    Graph int8 = Quantization.convert(Quantization.prepare(g, MIN_MAX));
    assertThat(int8.coverage().entries().getFirst().why())
        .isEqualTo("it sums more than 33025 products: sums could leave int32");
  }

  @Test
  void wrongShapesAtRunTimeNameTheNode() {
    FloatTensor x = network.image(1, 8);
    Graph int8 = quantized(network.graph(), x);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(int8, FloatTensor.zeros(Shape.of(1, 4, 8, 8))))
        .withMessage("input 'x': expected FLOAT32 [any, 3, any, any], got FLOAT32 [1, 4, 8, 8]");
  }

  @Test
  void transposedConvolutionsInGroupsKeepAScalePerChannel() {
    ConvFilter.Axis axis = new ConvFilter.Axis(3, 2, 1, 1, 1, 1);
    ConvFilter filter = ConvWeights.filter(6, 4, 2, true, List.of(axis, axis));
    FloatTensor weight = FloatTensor.wrap(network.image(4, 3).array(), 6, 2, 3, 3);
    for (int i = 0; i < weight.shape().size(); i++) {
      weight.array()[i] *= i / 9 % 2 == 0 ? 1 : 30;
    }
    Graph g =
        Sequential.of(new int[] {1, 6, Graph.ANY, Graph.ANY}, new Conv(2, filter, weight, null));
    FloatTensor x = network.image(1, 8).reshape(1, 3, 8, 8);
    FloatTensor both = FloatTensor.zeros(Shape.of(1, 6, 8, 8));
    System.arraycopy(x.array(), 0, both.array(), 0, 192);
    System.arraycopy(x.array(), 0, both.array(), 192, 192);
    Graph int8 = quantized(g, both);
    assertThat(((QuantizedConv) int8.node("0").module()).weight().qparams().count()).isEqualTo(2);
    assertNear(run(int8, both), run(g, both), 0.03);
  }
}
