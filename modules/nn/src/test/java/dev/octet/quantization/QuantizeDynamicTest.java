package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.Sequential;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Linear;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ChooseQParams;
import dev.octet.quantization.DynamicRule.Verdict;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantizeDynamicTest {
  private static final long SEED = 42;

  private static Graph net() {
    RandomTensors random = new RandomTensors(SEED);
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value ids = g.input("ids", DType.INT64, Graph.ANY);
    return g.output(
            "y",
            g.add("table", new Embedding(random.normal(1, 20, 32)), ids)
                .then("fc1", new Linear(random.normal(0.2, 48, 32), random.normal(1, 48)))
                .then("act", new Activation(FloatUnary.Op.RELU))
                .then("fc2", new Linear(random.normal(0.2, 8, 48), null)))
        .build();
  }

  private static Module module(Graph g, String node) {
    return g.node(node).module();
  }

  @Test
  void octetsDefault() {
    Graph int8 = Quantization.quantizeDynamic(net());
    assertThat(module(int8, "table")).isInstanceOf(ByteEmbedding.class);
    DynamicLinear fc1 = (DynamicLinear) module(int8, "fc1");
    assertThat(fc1.weight().qparams().isPerChannel()).isTrue();
    assertThat(fc1.perRow()).isTrue();
    assertThat(fc1.reduceRange()).isFalse();
    assertThat(fc1.relu()).as("the relu behind fc1 is fused").isTrue();
    assertThat(int8.nodes()).hasSize(3);
    assertThat(int8.bytes()).isLessThan(net().bytes() * 2 / 5);
  }

  @Test
  void pytorchsDefault() {
    Graph int8 = Quantization.quantizeDynamic(net(), DynamicConfig.pytorch());
    assertThat(module(int8, "table")).isInstanceOf(Embedding.class);
    DynamicLinear fc1 = (DynamicLinear) module(int8, "fc1");
    assertThat(fc1.weight().qparams().isPerChannel()).isFalse();
    assertThat(fc1.perRow()).isFalse();
    assertThat(fc1.reduceRange()).isTrue();
  }

  @Test
  void theReportSaysWhatAndWhy() {
    Graph int8 =
        Quantization.quantizeDynamic(net(), DynamicConfig.octet().name("fc2", DynamicScheme.FLOAT));
    assertThat(int8.coverage().entries())
        .extracting("node", "was", "became", "why")
        .containsExactly(
            tuple("table", "embedding", "byte_embedding", "8-bit rows"),
            tuple("fc1", "linear", "dynamic_linear", "per channel, activations per row"),
            tuple("act", "relu", "-", "fused into 'fc1'"),
            tuple("fc2", "linear", "linear", "the configuration keeps it float"));
    assertThat(int8.coverage().toString()).contains("fc1", "6,336", "total");
  }

  @Test
  void nameBeatsPatternBeatsTypeBeatsDefault() {
    DynamicConfig config =
        DynamicConfig.octet()
            .type("linear", DynamicScheme.FLOAT)
            .pattern("fc.*", DynamicScheme.PYTORCH)
            .name("fc2", DynamicScheme.OCTET);
    Graph int8 = Quantization.quantizeDynamic(net(), config);
    assertThat(((DynamicLinear) module(int8, "fc1")).perRow()).isFalse();
    assertThat(((DynamicLinear) module(int8, "fc2")).perRow()).isTrue();
    assertThat(module(int8, "table")).isInstanceOf(ByteEmbedding.class);
  }

  @Test
  void anUnknownNameIsRefused() {
    DynamicConfig config = DynamicConfig.octet().name("fc3", DynamicScheme.FLOAT);
    assertThatThrownBy(() -> Quantization.quantizeDynamic(net(), config))
        .hasMessage("no node is named 'fc3'");
    assertThatThrownBy(() -> DynamicConfig.octet().pattern("(", DynamicScheme.FLOAT))
        .isInstanceOf(java.util.regex.PatternSyntaxException.class);
  }

  @Test
  void theArgumentDoesNotChange() {
    Graph net = net();
    String before = net.toString();
    Quantization.quantizeDynamic(net);
    assertThat(net.toString()).isEqualTo(before);
    assertThat(module(net, "fc1")).isInstanceOf(Linear.class);
  }

  @Test
  void weightsThatCannotBeQuantizedStayFloat() {
    Linear nan = new Linear(FloatTensor.wrap(new float[] {1, Float.NaN}, 1, 2), null);
    Graph int8 = Quantization.quantizeDynamic(Sequential.of(new int[] {1, 2}, nan));
    assertThat(module(int8, "0")).isSameAs(nan);
    assertThat(int8.coverage().entries().getFirst().why()).contains("NaN");
    Linear wide = new Linear(FloatTensor.wrap(new float[33_026], 1, 33_026), null);
    int8 = Quantization.quantizeDynamic(Sequential.of(new int[] {1, 33_026}, wide));
    assertThat(int8.coverage().entries().getFirst().why()).contains("33025");
  }

  private record Dense(FloatTensor weight) implements Module {
    @Override
    public String type() {
      return "acme.dense";
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      return new Linear(weight, null).forward(inputs, execution);
    }
  }

  @Test
  void usersAddRules() {
    FloatTensor weight = new RandomTensors(SEED).normal(1, 4, 6);
    Graph net = Sequential.of(new int[] {1, 6}, new Dense(weight));
    assertThat(Quantization.quantizeDynamic(net).coverage().entries().getFirst().why())
        .isEqualTo("no rule for this type");
    DynamicRule rule =
        (module, scheme) -> {
          QTensor q = QTensor.quantizePerTensor(((Dense) module).weight(), 0.02f, 0, DType.QINT8);
          return new Verdict.Quantized(
              new DynamicLinear(q, null, scheme.perRow(), false, false), "acme's rule");
        };
    Graph int8 = Quantization.quantizeDynamic(net, DynamicConfig.octet().rule("acme.dense", rule));
    assertThat(module(int8, "0")).isInstanceOf(DynamicLinear.class);
    assertThat(int8.coverage().entries().getFirst().why()).isEqualTo("acme's rule");
  }

  /** The layer's result, from the normative arithmetic one number at a time. */
  @ParameterizedTest
  @CsvSource({"true,true,false", "true,false,true", "false,true,true", "false,false,false"})
  void dynamicLinearIsTheNormativeArithmetic(boolean perChannel, boolean perRow, boolean reduce) {
    RandomTensors random = new RandomTensors(SEED);
    int m = 5;
    int n = 7;
    int k = 70;
    Linear linear = new Linear(random.normal(0.3, n, k), random.normal(1, n));
    FloatTensor x = random.normal(2, m, k);
    Graph int8 =
        Quantization.quantizeDynamic(
            Sequential.of(new int[] {Graph.ANY, k}, linear),
            DynamicConfig.of(DynamicScheme.of(perChannel, perRow, reduce)));
    FloatTensor y = int8.forward(Map.of("x", x)).floats("y");
    QTensor w = ((DynamicLinear) module(int8, "0")).weight();
    int qmax = reduce ? 127 : 255;
    for (int i = 0; i < m; i++) {
      FloatTensor range = perRow ? x.slice(0, i, i + 1) : x;
      float min = Float.MAX_VALUE;
      float max = -Float.MAX_VALUE;
      for (float v : range.toArray()) {
        min = Math.min(min, v);
        max = Math.max(max, v);
      }
      ChooseQParams p = ChooseQParams.dynamic(min, max, 0, qmax);
      for (int j = 0; j < n; j++) {
        int acc = 0;
        for (int e = 0; e < k; e++) {
          float v = x.get(i, e);
          int q =
              perRow
                  ? Affine.quantize(v, p.scale(), p.zeroPoint(), 0, qmax)
                  : Affine.quantizeFused(v, p.scale(), p.zeroPoint(), 0, 255);
          acc += (q - p.zeroPoint()) * w.get(j, e);
        }
        float scale = w.qparams().scale(perChannel ? j : 0);
        assertThat(y.get(i, j))
            .as("seed %d row %d column %d", SEED, i, j)
            .isEqualTo(Affine.toReal(acc, p.scale(), scale, linear.bias().get(j)));
      }
    }
  }

  @Test
  void oddValuesGiveDefinedResults() {
    Linear linear = new Linear(FloatTensor.wrap(new float[] {1, 1, 1}, 1, 3), null);
    Graph int8 = Quantization.quantizeDynamic(Sequential.of(new int[] {Graph.ANY, 3}, linear));
    float inf = Float.POSITIVE_INFINITY;
    float[] x = {Float.NaN, 1, 2, inf, 0, 1, 0, 0, 0, Float.NaN, Float.NaN, inf};
    float[] y = int8.forward(Map.of("x", FloatTensor.wrap(x, 4, 3))).floats("y").toArray();
    assertThat(y[0]).as("NaN counts as zero").isCloseTo(3f, within(0.05f));
    assertThat(y[1])
        .as("infinity clamps to the greatest finite value")
        .isCloseTo(2f, within(0.05f));
    assertThat(y[2]).isZero();
    assertThat(y[3]).as("no finite value: scale 0.1, the end of the range").isFinite();
    assertThat(int8.forward(Map.of("x", FloatTensor.wrap(new float[0], 0, 3))).floats("y").shape())
        .hasToString("[0, 1]");
  }

  private static org.assertj.core.data.Offset<Float> within(float f) {
    return org.assertj.core.data.Offset.offset(f);
  }
}
