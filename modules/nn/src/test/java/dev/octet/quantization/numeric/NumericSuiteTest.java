package dev.octet.quantization.numeric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.engine.Execution;
import dev.octet.nn.Graph;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.io.JsonText;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Linear;
import dev.octet.observe.FixedQParamsObserver;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.QConfig;
import dev.octet.observe.QScheme;
import dev.octet.quantization.PreparedGraph;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.quantization.StaticNetwork;
import dev.octet.quantization.StaticRule;
import dev.octet.quantization.numeric.Comparison.Entry;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NumericSuiteTest {
  private static final long SEED = 11;
  private static final QConfig MIN_MAX =
      QConfig.OCTET.activation(() -> new MinMaxObserver(QScheme.affine(DType.QUINT8)));

  /** Integers of a scale that cuts off nearly everything. */
  private static final QConfig BAD =
      MIN_MAX.activation(() -> new FixedQParamsObserver(QParams.perTensor(1e-4f, 0), DType.QUINT8));

  private final StaticNetwork network = new StaticNetwork(SEED);
  private final Graph graph = network.graph();
  private final List<Map<String, Tensor>> batches = network.batches(3, 2, 17);

  private PreparedGraph prepared(QConfigMapping mapping) {
    return Quantization.prepare(graph, mapping).calibrate(batches);
  }

  private static List<String> nodes(Comparison c) {
    return c.entries().stream().map(Entry::node).toList();
  }

  @Test
  void weightsOfEveryQuantizedNode() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX).name("block.conv1", QConfig.FLOAT));
    Comparison c = NumericSuite.weights(p.graph(), Quantization.convert(p));
    assertThat(nodes(c)).containsExactly("conv1", "block.down.0", "block.conv2", "fc");
    assertThat(c.entries()).allMatch(e -> e.value().equals("weight"));
    assertThat(c.entries()).allMatch(e -> e.difference().sqnr() > 35, "8 bits per channel");
    assertThat(c.entry("conv1").was()).isEqualTo("conv2d_relu");
    assertThat(c.entry("conv1").became()).isEqualTo("quantized_conv2d_relu");
    assertThat(c.onlyFloat()).isEmpty();
    assertThat(c.onlyQuantized()).contains("x.quantize");
  }

  @Test
  void weightsPerChannelAreNearerThanPerTensor() {
    PreparedGraph channel = prepared(QConfigMapping.of(MIN_MAX));
    PreparedGraph tensor = prepared(QConfigMapping.of(MIN_MAX.weight(QConfig::perTensorWeight)));
    double better =
        NumericSuite.weights(channel.graph(), Quantization.convert(channel))
            .entry("conv1")
            .difference()
            .sqnr();
    double worse =
        NumericSuite.weights(tensor.graph(), Quantization.convert(tensor))
            .entry("conv1")
            .difference()
            .sqnr();
    assertThat(better).as("seed %d", SEED).isGreaterThan(worse);
  }

  @Test
  void outputsNodeByNode() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    Comparison c = NumericSuite.outputs(p.graph(), Quantization.convert(p), batches);
    assertThat(nodes(c))
        .containsExactlyInAnyOrder(
            "x.quantize",
            "conv1",
            "maxpool",
            "block.conv1",
            "block.conv2",
            "block.down.0",
            "avgpool",
            "flatten",
            "fc");
    assertThat(c.entries()).as("seed %d", SEED).allMatch(e -> e.difference().sqnr() > 25);
    assertThat(c.entry("x.quantize").was()).isEqualTo("input");
    assertThat(c.entry("x.quantize").difference().elements()).isEqualTo(3 * 2 * 3 * 17 * 17);
    assertThat(c.onlyFloat()).isEmpty();
    assertThat(c.onlyQuantized()).hasSize(1).allMatch(n -> n.contains("dequantize"));
  }

  @Test
  void aGraphBesideItselfIsTheSame() {
    Graph fused = Quantization.fuse(graph);
    Comparison c = NumericSuite.outputs(fused, fused, batches);
    assertThat(c.entries()).hasSameSizeAs(fused.nodes());
    assertThat(c.entries())
        .allMatch(e -> e.difference().sqnr() == Double.POSITIVE_INFINITY)
        .allMatch(e -> e.difference().largestError() == 0);
    Comparison own = NumericSuite.shadow(fused, fused, batches);
    assertThat(own.entries()).isEmpty();
    assertThat(own.onlyFloat()).isEmpty();
    assertThat(own.onlyQuantized()).isEmpty();
    assertThat(NumericSuite.weights(fused, fused).entries()).isEmpty();
  }

  @Test
  void shadowFindsTheNodeThatHurts() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX).name("block.conv1", BAD));
    Graph int8 = Quantization.convert(p);
    Comparison shadow = NumericSuite.shadow(p.graph(), int8, batches);
    Entry worst = shadow.worstFirst().entries().getFirst();
    assertThat(worst.node()).isEqualTo("block.conv1");
    assertThat(worst.difference().sqnr()).as("seed %d", SEED).isLessThan(3);
    assertThat(worst.difference().clippedFraction()).isGreaterThan(0.2);
    assertThat(shadow.entries())
        .filteredOn(e -> !e.node().equals("block.conv1"))
        .hasSize(8)
        .allMatch(e -> e.difference().sqnr() > 25);

    Comparison outputs = NumericSuite.outputs(p.graph(), int8, batches);
    assertThat(outputs.entry("block.conv2").difference().sqnr())
        .as("its error reaches those behind it")
        .isLessThan(shadow.entry("block.conv2").difference().sqnr() - 10);
    assertThat(outputs.entry("conv1").difference().sqnr()).isGreaterThan(25);
  }

  @Test
  void shadowOfTheFirstNodeIsItsErrorAlone() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    Comparison c = NumericSuite.shadow(p.graph(), Quantization.convert(p), batches);
    assertThat(c.entry("maxpool").difference().sqnr()).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(c.entry("flatten").difference().largestError()).isZero();
    float scale = p.qparams().get("x").scale(0);
    assertThat(c.entry("x.quantize").difference().largestError())
        .isLessThanOrEqualTo(scale * 0.5001);
  }

  @Test
  void floatNodesAmongIntegers() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX).name("block.conv1", QConfig.FLOAT));
    Graph int8 = Quantization.convert(p);
    assertThat(NumericSuite.shadow(p.graph(), int8, batches).entries())
        .noneMatch(e -> e.node().equals("block.conv1"));
    assertThat(NumericSuite.outputs(p.graph(), int8, batches).entry("block.conv1").became())
        .isEqualTo("conv2d_relu");
  }

  @Test
  void valuesOfAGraphThatIsNotFusedMatchWhereTheyCan() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    Comparison c = NumericSuite.outputs(graph, Quantization.convert(p), batches);
    assertThat(c.entry("conv1").value()).isEqualTo("relu");
    assertThat(c.entry("conv1").difference().sqnr()).isGreaterThan(25);
    assertThat(c.onlyFloat()).contains("conv1", "bn1").doesNotContain("relu");
    assertThat(NumericSuite.weights(graph, Quantization.convert(p)).onlyFloat()).contains("conv1");
  }

  @Test
  void dynamicGraphs() {
    RandomTensors random = new RandomTensors(SEED);
    var g = Graph.builder();
    var ids = g.input("ids", DType.INT64, Graph.ANY);
    var e = ids.then("table", new Embedding(random.normal(1, 50, 16)));
    Graph floats = g.output("y", e.then("fc", new Linear(random.normal(0.3, 8, 16), null))).build();
    Graph int8 = Quantization.quantizeDynamic(floats);
    Comparison weights = NumericSuite.weights(floats, int8);
    assertThat(nodes(weights)).containsExactly("table", "fc");
    assertThat(weights.entries()).allMatch(w -> w.difference().sqnr() > 35);
    List<Map<String, Tensor>> sentences = List.of(Map.of("ids", random.ids(50, 9)));
    Comparison shadow = NumericSuite.shadow(floats, int8, sentences);
    assertThat(nodes(shadow)).containsExactly("table", "fc");
    assertThat(shadow.entries()).allMatch(s -> s.difference().sqnr() > 30);
  }

  @Test
  void json() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    Comparison c = NumericSuite.shadow(p.graph(), Quantization.convert(p), batches);
    Map<?, ?> read = (Map<?, ?>) JsonText.read(c.toJson());
    assertThat(read.get("kind")).isEqualTo("shadow");
    List<?> nodes = (List<?>) read.get("nodes");
    assertThat(nodes).hasSameSizeAs(c.entries());
    Entry entry = c.entry("fc");
    Map<?, ?> fc = (Map<?, ?>) nodes.get(c.entries().indexOf(entry));
    assertThat(fc.get("sqnr")).isEqualTo(entry.difference().sqnr());
    assertThat(fc.get("elements")).isEqualTo(entry.difference().elements());
    assertThat(fc.get("largestError")).isEqualTo(entry.difference().largestError());
    Map<?, ?> flatten = (Map<?, ?>) nodes.get(c.entries().indexOf(c.entry("flatten")));
    assertThat(flatten.get("sqnr")).isNull();
  }

  @Test
  void table() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX).name("block.conv1", BAD));
    String table =
        NumericSuite.shadow(p.graph(), Quantization.convert(p), batches).worstFirst().toString();
    List<String> lines = table.lines().toList();
    assertThat(lines.getFirst()).startsWith("shadow").contains("SQNR dB", "cosine", "clipped");
    assertThat(lines.get(1)).startsWith("block.conv1").contains("quantized_conv2d_relu");
    assertThat(lines.getLast()).startsWith("only in the quantized graph: ");
  }

  @Test
  void badCallsSayWhatIsWrong() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    Graph int8 = Quantization.convert(p);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumericSuite.outputs(p.graph(), int8, List.of()))
        .withMessage("no batch to compare on");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                NumericSuite.shadow(p.graph(), int8, List.of(Map.of("z", batches.get(0).get("x")))))
        .withMessageContaining("batch 0: input 'x' is missing");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> NumericSuite.outputs(p.graph(), int8, batches).entry("bn1"))
        .withMessageContaining("no node 'bn1'");
  }

  @Test
  void nanInAnInputIsCounted() {
    PreparedGraph p = prepared(QConfigMapping.of(MIN_MAX));
    FloatTensor x = network.image(1, 17);
    x.array()[5] = Float.NaN;
    Comparison c =
        NumericSuite.outputs(p.graph(), Quantization.convert(p), List.of(Map.of("x", x)));
    assertThat(c.entry("x.quantize").difference().notFinite()).isEqualTo(1);
    assertThat(c.entry("fc").difference().notFinite()).isEqualTo(5);
    assertThat(c.worstFirst().entries().getFirst().difference().elements()).isZero();
  }

  /** A user's layer: its input times a number for each channel. */
  private record Gain(FloatTensor gain) implements Module {
    @Override
    public String type() {
      return "acme.gain";
    }

    @Override
    public ModuleState state() {
      return ModuleState.EMPTY.with("gain", gain);
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      float[] y = ((FloatTensor) inputs.getFirst()).toArray();
      for (int i = 0; i < y.length; i++) {
        y[i] *= gain.get(i % gain.shape().size());
      }
      return List.of(FloatTensor.wrap(y, inputs.getFirst().shape().dims()));
    }
  }

  /** The same of integers, with gains of integers. */
  private record QuantizedGain(QTensor gain, QParams y) implements Module {
    @Override
    public String type() {
      return "acme.quantized_gain";
    }

    @Override
    public ModuleState state() {
      return ModuleState.EMPTY.with("gain", gain);
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      FloatTensor x = ((QTensor) inputs.getFirst()).dequantize();
      List<Tensor> real = new Gain(gain.dequantize()).forward(List.of(x), execution);
      return List.of(QTensor.quantize((FloatTensor) real.getFirst(), y, DType.QUINT8));
    }
  }

  private static final StaticRule GAIN =
      new StaticRule() {
        @Override
        public Output output() {
          return Output.OBSERVED;
        }

        @Override
        public Module convert(Module module, Context node) {
          return new QuantizedGain(
              node.weight(((Gain) module).gain()),
              QParams.perTensor(node.output().scale(), node.output().zeroPoint()));
        }
      };

  @Test
  void usersOwnModules() {
    RandomTensors random = new RandomTensors(SEED);
    var g = Graph.builder();
    var x = g.input("x", Graph.ANY, 6);
    var h = x.then("fc", new Linear(random.normal(1, 4, 6), null));
    Graph floats = g.output("y", h.then("gain", new Gain(random.normal(1, 4)))).build();
    List<Map<String, Tensor>> rows = List.of(Map.of("x", random.normal(1, 20, 6)));
    QConfig perTensor = MIN_MAX.weight(QConfig::perTensorWeight);
    PreparedGraph p =
        Quantization.prepare(floats, QConfigMapping.of(perTensor).rule("acme.gain", GAIN));
    Graph int8 = Quantization.convert(p.calibrate(rows));
    Entry weight = NumericSuite.weights(p.graph(), int8).entry("gain");
    assertThat(weight.value()).isEqualTo("gain");
    assertThat(weight.difference().sqnr()).isGreaterThan(30);
    Entry own = NumericSuite.shadow(p.graph(), int8, rows).entry("gain");
    assertThat(own.became()).isEqualTo("acme.quantized_gain");
    assertThat(own.difference().sqnr()).as("seed %d", SEED).isBetween(25.0, 80.0);
  }
}
