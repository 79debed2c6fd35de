package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.observe.MinMaxObserver;
import dev.octet.observe.MovingAverageMinMaxObserver;
import dev.octet.observe.PercentileObserver;
import dev.octet.observe.QConfig;
import dev.octet.observe.QScheme;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StaticQuantizationTest {
  private static final long SEED = 7;
  private static final QConfig MIN_MAX =
      QConfig.OCTET.activation(() -> new MinMaxObserver(QScheme.affine(DType.QUINT8)));

  private final StaticNetwork network = new StaticNetwork(SEED);
  private final Graph graph = network.graph();

  private static double sqnr(FloatTensor a, FloatTensor b) {
    double signal = 0;
    double noise = 0;
    float[] x = a.toArray();
    float[] y = b.toArray();
    for (int i = 0; i < x.length; i++) {
      signal += (double) x[i] * x[i];
      noise += (double) (x[i] - y[i]) * (x[i] - y[i]);
    }
    return 10 * Math.log10(signal / noise);
  }

  private static List<String> types(Graph g) {
    return g.nodes().stream().map(n -> n.module().type()).toList();
  }

  @Test
  void fusesIntoConvolutionsOnly() {
    Graph fused = Quantization.fuse(graph);
    assertThat(fused.nodes().stream().map(Graph.Node::name))
        .containsExactlyInAnyOrder(
            "conv1",
            "maxpool",
            "block.conv1",
            "block.conv2",
            "block.down.0",
            "avgpool",
            "flatten",
            "fc");
    assertThat(fused.node("conv1").module().type()).isEqualTo("conv2d_relu");
    assertThat(fused.node("block.conv2").module().type()).isEqualTo("conv2d_add_relu");
    FloatTensor x = network.image(2, 17);
    float[] before = graph.forward(Map.of("x", x)).floats("y").toArray();
    float[] after = fused.forward(Map.of("x", x)).floats("y").toArray();
    for (int i = 0; i < before.length; i++) {
      assertThat(after[i]).isCloseTo(before[i], org.assertj.core.data.Offset.offset(1e-4f));
    }
  }

  @Test
  void pytorchsTableLeavesTheSum() {
    Graph fused = Quantization.fuse(graph, Fusions.pytorch());
    assertThat(fused.node("block.add").module().type()).isEqualTo("add_relu");
    assertThat(fused.node("block.conv2").module().type()).isEqualTo("conv2d");
    assertThat(Quantization.fuse(graph, Fusions.none()).nodes()).hasSameSizeAs(graph.nodes());
  }

  @Test
  void fusesExplicitLists() {
    Graph fused =
        Quantization.fuse(
            graph, List.of(List.of("conv1", "bn1", "relu"), List.of("block.conv1", "block.bn1")));
    assertThat(fused.node("conv1").module().type()).isEqualTo("conv2d_relu");
    assertThat(fused.node("block.relu1").module().type()).isEqualTo("relu");
    assertThat(fused.node("block.bn2").module().type()).isEqualTo("batch_norm");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.fuse(graph, List.of(List.of("conv1", "relu"))))
        .withMessageContaining("cannot fuse [conv1, relu]: 'relu' (relu) does not join");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.fuse(graph, List.of(List.of("conv1", "bn9"))))
        .withMessageContaining("no node is named 'bn9'");
  }

  @Test
  void integersFromBorderToBorder() {
    PreparedGraph prepared = Quantization.prepare(graph, QConfigMapping.of(MIN_MAX));
    assertThat(prepared.quantizedNodes()).hasSize(8);
    prepared.calibrate(network.batches(3, 2, 17));
    assertThat(prepared.qparams().keySet())
        .containsExactlyInAnyOrder(
            "x", "conv1", "block.conv1", "block.down.0", "block.conv2", "fc");
    Graph int8 = Quantization.convert(prepared);
    assertThat(types(int8).stream().filter(t -> t.equals(Quantize.TYPE))).hasSize(1);
    assertThat(types(int8).stream().filter(t -> t.equals(Dequantize.TYPE))).hasSize(1);
    assertThat(int8.node("block.conv2").module().type()).isEqualTo("quantized_conv2d_add_relu");
    assertThat(int8.coverage().entries().stream().map(Coverage.Entry::node))
        .containsExactlyElementsOf(prepared.quantizedNodes());
    FloatTensor x = network.image(4, 17);
    FloatTensor expected = graph.forward(Map.of("x", x)).floats("y");
    FloatTensor got = int8.forward(Map.of("x", x)).floats("y");
    assertThat(sqnr(expected, got)).as("seed %d", SEED).isGreaterThan(25);
    assertThat(int8.bytes()).isLessThan(graph.bytes() / 3);
  }

  @Test
  void savesAndLoads() throws IOException {
    PreparedGraph prepared = Quantization.prepare(graph).calibrate(network.batches(2, 2, 17));
    Graph int8 = Quantization.convert(prepared);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int8.save(out);
    Graph again = Graph.load(new ByteArrayInputStream(out.toByteArray()));
    FloatTensor x = network.image(1, 17);
    assertThat(again.forward(Map.of("x", x)).floats("y"))
        .isEqualTo(int8.forward(Map.of("x", x)).floats("y"));
    assertThat(again.coverage()).isEqualTo(int8.coverage());
  }

  @Test
  void excludedNodesStayFloatAndSayWhy() {
    QConfigMapping mapping =
        QConfigMapping.of(MIN_MAX)
            .name("fc", QConfig.FLOAT)
            .pattern("block\\.conv1", QConfig.FLOAT)
            .type("max_pool", QConfig.FLOAT);
    PreparedGraph prepared =
        Quantization.prepare(graph, mapping).calibrate(network.batches(1, 2, 17));
    Graph int8 = Quantization.convert(prepared);
    for (String name : List.of("fc", "block.conv1", "maxpool")) {
      assertThat(int8.node(name).module()).isSameAs(prepared.graph().node(name).module());
      assertThat(int8.coverage().entries().stream().filter(e -> e.node().equals(name)).findFirst())
          .get()
          .extracting(Coverage.Entry::why)
          .isEqualTo("the configuration keeps it float");
    }
    FloatTensor x = network.image(4, 17);
    assertThat(
            sqnr(
                graph.forward(Map.of("x", x)).floats("y"),
                int8.forward(Map.of("x", x)).floats("y")))
        .isGreaterThan(25);
  }

  @Test
  void dynamicConfigurationQuantizesWeightsAlone() {
    QConfigMapping mapping = QConfigMapping.of(MIN_MAX).name("fc", QConfig.OCTET_DYNAMIC);
    Graph int8 =
        Quantization.convert(
            Quantization.prepare(graph, mapping).calibrate(network.batches(1, 2, 17)));
    assertThat(int8.node("fc").module().type()).isEqualTo("dynamic_linear");
    assertThat(int8.forward(Map.of("x", network.image(1, 17))).floats("y").shape().dim(1))
        .isEqualTo(5);
  }

  @Test
  void resultDependsNeitherOnThreadsNorOnRounds() {
    List<Map<String, Tensor>> batches = network.batches(19, 1, 15);
    PreparedGraph one = Quantization.prepare(graph).calibrate(batches);
    PreparedGraph two = Quantization.prepare(graph);
    two.calibrate(batches.subList(0, 11)).calibrate(batches.subList(11, 19));
    assertThat(two.qparams()).isEqualTo(one.qparams());
    List<Integer> progress = new ArrayList<>();
    Quantization.prepare(graph).calibrate(batches, progress::add);
    assertThat(progress).containsExactly(8, 16, 19);
  }

  @Test
  void orderDependentObserversSeeBatchesInOrder() {
    QConfig moving =
        QConfig.OCTET.activation(
            () -> new MovingAverageMinMaxObserver(QScheme.affine(DType.QUINT8)));
    List<Map<String, Tensor>> batches = network.batches(10, 1, 15);
    PreparedGraph prepared =
        Quantization.prepare(graph, QConfigMapping.of(moving)).calibrate(batches);
    MovingAverageMinMaxObserver alone =
        new MovingAverageMinMaxObserver(QScheme.affine(DType.QUINT8));
    batches.forEach(b -> alone.observe((FloatTensor) b.get("x")));
    assertThat(prepared.qparams().get("x")).isEqualTo(alone.qparams());
  }

  @Test
  void observersStateSavesAndLoads() {
    List<Map<String, Tensor>> batches = network.batches(6, 1, 15);
    PreparedGraph whole = Quantization.prepare(graph).calibrate(batches);
    PreparedGraph restored = Quantization.prepare(graph).load(whole.state());
    assertThat(restored.qparams()).isEqualTo(whole.qparams());
    assertThat(whole.observers().get("conv1")).isInstanceOf(PercentileObserver.class);
    Map<String, FloatTensor> more = new java.util.HashMap<>(whole.state());
    more.put("conv9.min_val", FloatTensor.scalar(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.prepare(graph).load(more))
        .withMessage("no observer is named by [conv9.min_val]");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Quantization.prepare(graph).load(Map.of()))
        .withMessageStartingWith("observer at 'x': expected the state");
  }

  @Test
  void noBatchIsAnErrorThatNamesTheNode() {
    PreparedGraph prepared = Quantization.prepare(graph);
    assertThatThrownBy(() -> Quantization.convert(prepared))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("observer at 'x': ");
    prepared.calibrate(List.of());
    assertThatThrownBy(() -> Quantization.convert(prepared))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void badActivationsAreErrorsThatNameBatchAndNode() {
    FloatTensor nan = network.image(1, 15);
    nan.array()[7] = Float.NaN;
    PreparedGraph prepared = Quantization.prepare(graph);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> prepared.calibrate(List.of(Map.of("x", network.image(1, 15)), Map.of("x", nan))))
        .withMessageStartingWith("batch 1: ")
        .withMessageContaining("observer at 'x'")
        .withMessageContaining("NaN");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                prepared.calibrate(
                    List.of(Map.of("x", FloatTensor.zeros(dev.octet.tensor.Shape.of(1, 4, 9, 9))))))
        .withMessageContaining("input 'x': expected FLOAT32 [any, 3, any, any]");
  }

  @Test
  void mappingRefusesUnknownNames() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Quantization.prepare(graph, QConfigMapping.octet().name("bn1", QConfig.FLOAT)))
        .withMessage("no node is named 'bn1'");
  }
}
