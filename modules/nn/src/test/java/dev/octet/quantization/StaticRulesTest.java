package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Bags;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.LinearActivation;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinearActivation;
import dev.octet.nn.quantized.QuantizedScalar;
import dev.octet.observe.QConfig;
import dev.octet.quantization.numeric.NumericSuite;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StaticRulesTest {
  private static final long SEED = 23;

  private final RandomTensors random = new RandomTensors(SEED);

  private static double sqnr(PreparedGraph p, Graph int8, Map<String, Tensor> batch, String node) {
    return NumericSuite.outputs(p.graph(), int8, List.of(batch)).entry(node).difference().sqnr();
  }

  /** Groups share the channels of axis 1. */
  @Test
  void transposedConvolutionsInGroups() {
    Axis axis = new Axis(2, 2, 0, 0, 1, 0);
    Conv conv =
        new Conv(
            2,
            ConvWeights.filter(6, 9, 3, true, List.of(axis, axis)),
            random.normal(0.5, 6, 3, 2, 2),
            random.normal(0.5, 9));
    GraphBuilder g = Graph.builder();
    Graph graph = g.output("y", g.input("x", 1, 6, 5, 5).then("up", conv)).build();
    Map<String, Tensor> batch = Map.of("x", random.normal(1, 1, 6, 5, 5));
    PreparedGraph prepared = Quantization.prepare(graph).calibrate(List.of(batch));
    Graph int8 = Quantization.convert(prepared);
    QuantizedConv up = (QuantizedConv) int8.node("up").module();
    assertThat(up.weight().qparams().count()).isEqualTo(3);
    assertThat(sqnr(prepared, int8, batch, "up")).as("seed %d", SEED).isGreaterThan(30);
  }

  private Graph bag() {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value ids = g.input("ids", DType.INT64, Graph.ANY);
    GraphBuilder.Value offsets = g.input("offsets", DType.INT64, Graph.ANY);
    EmbeddingBag bag = new EmbeddingBag(random.normal(1, 20, 8), Bags.SUM);
    return g.output("y", g.add("table", bag, ids, offsets)).build();
  }

  @Test
  void bagsOfEmbeddings() {
    Graph graph = bag();
    Graph dynamic = Quantization.quantizeDynamic(graph);
    Graph weights =
        Quantization.convert(
            Quantization.prepare(
                graph, QConfigMapping.octet().type(EmbeddingBag.TYPE, QConfig.EMBEDDING)));
    Map<String, Tensor> batch =
        Map.of(
            "ids", LongTensor.wrap(new long[] {3, 3, 19, 0}, 4),
            "offsets", LongTensor.wrap(new long[] {0, 1, 1}, 3));
    FloatTensor expected = graph.forward(batch).floats("y");
    for (Graph int8 : List.of(dynamic, weights)) {
      Module table = int8.node("table").module();
      assertThat(table).isInstanceOf(ByteEmbeddingBag.class);
      FloatTensor got = int8.forward(batch).floats("y");
      for (int i = 0; i < 3 * 8; i++) {
        assertThat(got.get(i / 8, i % 8))
            .as("seed %d, element %d", SEED, i)
            .isCloseTo(expected.get(i / 8, i % 8), org.assertj.core.data.Offset.offset(0.05f));
      }
    }
    assertThat(Quantization.quantizeDynamic(graph, DynamicConfig.pytorch()).node("table").module())
        .as("PyTorch's default leaves embeddings")
        .isInstanceOf(EmbeddingBag.class);
  }

  @Test
  void bagsThatCannotBeQuantizedStayFloat() {
    FloatTensor table = random.normal(1, 4, 2);
    table.array()[3] = Float.NaN;
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value ids = g.input("ids", DType.INT64, 2, 2);
    Graph graph = g.output("y", ids.then("table", new EmbeddingBag(table, Bags.MEAN))).build();
    Graph same = Quantization.quantizeDynamic(graph);
    assertThat(same.node("table").module()).isSameAs(graph.node("table").module());
    assertThat(same.coverage().entries().getFirst().why()).contains("NaN");
  }

  private Graph withNumber(FloatBinary.Op op, float number, boolean behind) {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value h =
        g.input("x", Graph.ANY, 6).then("fc", new Linear(random.normal(0.5, 6, 6), null));
    GraphBuilder.Value c = g.add("c", new Constant(FloatTensor.scalar(number)));
    GraphBuilder.Value y =
        behind
            ? g.add("number", new Arithmetic(op), h, c)
            : g.add("number", new Arithmetic(op), c, h);
    return g.output("y", y.then("end", new Linear(random.normal(0.5, 3, 6), null))).build();
  }

  @ParameterizedTest
  @CsvSource({
    "ADD, 1.5, true",
    "ADD, -9, false",
    "SUB, 2, true",
    "MUL, -0.5, true",
    "MUL, 3, false"
  })
  void aNumbersScaleIsComputed(FloatBinary.Op op, float number, boolean behind) {
    Graph graph = withNumber(op, number, behind);
    Map<String, Tensor> batch = Map.of("x", random.normal(1, 20, 6));
    PreparedGraph prepared = Quantization.prepare(graph).calibrate(List.of(batch));
    assertThat(prepared.qparams().keySet()).containsExactlyInAnyOrder("x", "fc", "end");
    Graph int8 = Quantization.convert(prepared);
    assertThat(int8.node("number").module()).isInstanceOf(QuantizedScalar.class);
    assertThat(int8.coverage().entries().get(1).why()).endsWith("computed");
    assertThat(sqnr(prepared, int8, batch, "number")).as("seed %d", SEED).isGreaterThan(25);
    assertThat(prepared.graph().forward(batch).floats("y"))
        .isEqualTo(graph.forward(batch).floats("y"));
  }

  @ParameterizedTest
  @CsvSource({"ADD, 1e6, true", "SUB, 2, false", "MUL, 0, true", "MUL, 1e-12, true"})
  void numbersThatScalesCannotFollow(FloatBinary.Op op, float number, boolean behind) {
    PreparedGraph prepared = Quantization.prepare(withNumber(op, number, behind));
    assertThat(prepared.graph().node("number").module()).isInstanceOf(Arithmetic.class);
    prepared.calibrate(List.of(Map.of("x", random.normal(1, 20, 6))));
    assertThat(Quantization.convert(prepared).node("end").module().type())
        .isEqualTo("quantized_linear");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void functionsBehindLinearLayers(boolean leaky) {
    Module function = leaky ? new LeakyRelu(0.1f) : new Activation(FloatUnary.Op.TANH);
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value x = g.input("x", Graph.ANY, 6);
    Linear linear = new Linear(random.normal(0.5, 5, 6), random.normal(0.5, 5));
    Graph graph = g.output("y", x.then("fc", linear).then("f", function)).build();
    Map<String, Tensor> batch = Map.of("x", random.normal(1, 40, 6));
    assertThat(Quantization.fuse(graph).nodes()).as("Octet's table leaves them").hasSize(2);
    PreparedGraph prepared =
        Quantization.prepare(graph, QConfigMapping.octet(), Fusions.onednn())
            .calibrate(List.of(batch));
    assertThat(prepared.graph().forward(batch).floats("y"))
        .isEqualTo(graph.forward(batch).floats("y"));
    Graph int8 = Quantization.convert(prepared);
    QuantizedLinearActivation fc = (QuantizedLinearActivation) int8.node("fc").module();
    assertThat(fc.activation()).isEqualTo(function);
    assertThat(sqnr(prepared, int8, batch, "fc")).as("seed %d", SEED).isGreaterThan(30);
    // Of the same integers and scales, as if nothing were fused but the last rounding.
    QTensor q =
        QTensor.quantizePerTensor(
            (FloatTensor) batch.get("x"), fc.x().scale(), fc.x().zeroPoint(), DType.QUINT8);
    Execution execution = Execution.of(Engine.standard(), 1);
    QTensor y = (QTensor) fc.forward(List.of(q), execution).getFirst();
    Tensor real =
        new LinearActivation(new Linear(fc.weight().dequantize(), fc.bias()), function)
            .forward(List.of(q.dequantize()), execution)
            .getFirst();
    QTensor expected =
        QTensor.quantizePerTensor(
            (FloatTensor) real, fc.y().scale(), fc.y().zeroPoint(), DType.QUINT8);
    int[] got = y.intRepr();
    for (int i = 0; i < got.length; i++) {
      assertThat(Math.abs(got[i] - expected.intRepr()[i])).as("seed %d", SEED).isLessThan(2);
    }
    Graph dynamic = Quantization.quantizeDynamic(prepared.graph());
    assertThat(dynamic.node("fc").module()).isInstanceOf(LinearActivation.class);
    assertThat(dynamic.coverage().entries().getFirst().why())
        .isEqualTo("a function is fused into it");
  }
}
