package dev.octet.nn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.engine.Execution;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.ModelFormatException;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.ModuleTypes;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.Sequential;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Linear;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GraphRoundTripTest {
  @TempDir Path dir;

  static byte[] saved(Graph graph) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    graph.save(out);
    return out.toByteArray();
  }

  private static Graph again(Graph graph) throws IOException {
    return Graph.load(new ByteArrayInputStream(saved(graph)));
  }

  static Iterable<String> types() {
    return ModuleTypes.standard().names();
  }

  /** Fails for a new type until it has samples. */
  @ParameterizedTest
  @MethodSource("types")
  void everyTypeOfModuleComesBackEqual(String type) throws IOException {
    List<Module> samples = ModuleSamples.of(type);
    assertThat(samples).as("samples of '%s' in ModuleSamples", type).isNotEmpty();
    for (Module module : samples) {
      assertThat(module.type()).isEqualTo(type);
      Graph graph =
          new Graph(
              List.of(new Graph.Input("x", DType.FLOAT32, List.of(Graph.ANY, 3))),
              List.of(Graph.Node.of("n", module, "x")),
              List.of(new Graph.Output("y", "n")));
      Graph loaded = again(graph);
      assertThat(loaded.nodes()).isEqualTo(graph.nodes());
      assertThat(loaded.inputs()).isEqualTo(graph.inputs());
      assertThat(loaded.outputs()).isEqualTo(graph.outputs());
    }
  }

  @Test
  void quantizedTensorsOfEveryKindComeBackEqual() throws IOException {
    byte[] bytes = {1, 2, 3, -4, -5, -128};
    float[] scales = {0.1f, Float.MIN_NORMAL, Float.MAX_VALUE};
    Shape shape = Shape.of(2, 3);
    for (Tensor t :
        List.of(
            QTensor.wrap(bytes, shape, DType.QINT8, QParams.perTensor(1e-30f, -128)),
            QTensor.wrap(bytes, shape, DType.QUINT8, QParams.perTensor(0.3f, 255)),
            QTensor.wrap(bytes, shape, DType.QINT8, QParams.perChannel(1, scales, new int[3])),
            QTensor.wrap(
                bytes, shape, DType.QUINT8, QParams.perChannel(1, scales, new int[] {0, 255, 7})),
            QTensor.wrap(new int[6], shape, QParams.perTensor(0.3f, 1 << 30)),
            QTensor.wrap(
                new int[6], shape, QParams.perChannel(1, scales, new int[] {0, -1 << 31, 7})),
            LongTensor.wrap(new long[] {-1}, 1),
            BoolTensor.wrap(new boolean[] {true}, 1))) {
      GraphBuilder g = Graph.builder();
      Graph graph = g.output("y", g.add("c", new Constant(t))).build();
      assertThat(again(graph).nodes()).isEqualTo(graph.nodes());
    }
  }

  @Test
  void channelsLastStaySoAndAreStoredAsTheyLie() throws IOException {
    byte[] bytes = new byte[24];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 7);
    }
    for (QParams p :
        List.of(
            QParams.perTensor(0.5f, 1),
            QParams.perChannel(0, new float[] {1, 2}, new int[2]),
            QParams.perChannel(1, new float[] {1, 2, 3}, new int[] {1, 2, 3}))) {
      QTensor t = QTensor.wrap(bytes, Shape.of(2, 3, 4, 1), DType.QINT8, p);
      QTensor last = t.to(Layout.CHANNELS_LAST);
      GraphBuilder g = Graph.builder();
      Graph graph = g.output("y", g.add("c", new Constant(last))).build();
      QTensor stored = (QTensor) GraphFile.container(graph).tensors().get("c.value");
      assertThat(stored.shape()).isEqualTo(Shape.of(2, 4, 1, 3));
      assertThat(stored.array()).isSameAs(last.array());
      Tensor loaded = ((Constant) again(graph).node("c").module()).value();
      assertThat(loaded.layout()).isEqualTo(Layout.CHANNELS_LAST);
      assertThat(loaded).isEqualTo(t);
    }
  }

  @Test
  void aLoadedGraphComputesTheSame() throws IOException {
    Graph graph = ModuleSamples.encoderBlock(7, 16, 4);
    Graph quantized = Quantization.quantizeDynamic(graph);
    Map<String, Tensor> x = Map.of("ids", LongTensor.wrap(new long[] {0, 5, 31, 5, 2, 1}, 2, 3));
    for (Graph g : List.of(graph, quantized)) {
      Path path = dir.resolve("model.safetensors");
      g.save(path);
      assertThat(Graph.load(path).forward(x)).isEqualTo(g.forward(x));
      assertThat(again(g).forward(x)).isEqualTo(g.forward(x));
      assertThat(Graph.load(path).toString()).isEqualTo(g.toString());
    }
  }

  @Test
  void integersStayIntegersAndTheReportIsKept() throws IOException {
    Graph graph = ModuleSamples.encoderBlock(7, 256, 4);
    Graph quantized = Quantization.quantizeDynamic(graph);
    Path path = dir.resolve("model.safetensors");
    quantized.save(path);
    Graph loaded = Graph.load(path);
    assertThat(loaded.coverage()).isEqualTo(quantized.coverage());
    assertThat(loaded.coverage().entries()).isNotEmpty();
    Map<String, Tensor> tensors = Container.read(path).tensors();
    assertThat(tensors.get("block.fc1.weight").dtype()).isEqualTo(DType.QINT8);
    assertThat(tensors.get("block.fc1.weight.scales").shape()).isEqualTo(Shape.of(1024));
    assertThat(tensors).doesNotContainKey("block.fc1.weight.zero_points");
    assertThat(tensors.get("embedding.codes").dtype()).isEqualTo(DType.QUINT8);
    assertThat(loaded.node("block.fc1").module()).isInstanceOf(DynamicLinear.class);
    assertThat((double) Files.size(path)).isLessThan(0.27 * saved(graph).length);
  }

  @Test
  void aSharedTensorIsThereOnce() throws IOException {
    FloatTensor w = new RandomTensors(3).normal(1, 8, 8);
    QTensor q =
        QTensor.quantizePerChannel(
            w, new float[] {1, 2, 3, 4, 5, 6, 7, 8}, new int[8], 0, DType.QINT8);
    Graph graph =
        Sequential.of(
            new int[] {Graph.ANY, 8},
            new Linear(w, null),
            new Linear(w, null),
            new DynamicLinear(q, null, true, false, false),
            new DynamicLinear(q, null, false, false, false),
            new Linear(w.copy(), null));
    assertThat(GraphFile.container(graph).tensors().keySet())
        .containsExactly("0.weight", "2.weight", "2.weight.scales", "4.weight");
    Graph loaded = again(graph);
    assertThat(loaded.nodes()).isEqualTo(graph.nodes());
    assertThat(weight(loaded, "0").sharesStorageWith(weight(loaded, "1"))).isTrue();
    assertThat(weight(loaded, "2").sharesStorageWith(weight(loaded, "3"))).isTrue();
    assertThat(weight(loaded, "0").sharesStorageWith(weight(loaded, "4"))).isFalse();
    assertThat(saved(loaded)).isEqualTo(saved(graph));
  }

  private static Tensor weight(Graph graph, String node) {
    return graph.node(node).module().state().tensors().get("weight");
  }

  @Test
  void namesThatMeetInTheFileStayApart() throws IOException {
    FloatTensor one = FloatTensor.scalar(1);
    FloatTensor two = FloatTensor.scalar(2);
    GraphBuilder g = Graph.builder();
    Value a = g.add("a", new Sample(ModuleState.EMPTY.with("b.c", one)));
    Value b = g.add("a.b", new Sample(ModuleState.EMPTY.with("c", two)));
    Graph graph = g.output("y", a).output("z", b).build();
    ModuleTypes types = ModuleTypes.standard().with("test.sample", Sample::new);
    assertThat(Graph.load(new ByteArrayInputStream(saved(graph)), types).nodes())
        .isEqualTo(graph.nodes());
  }

  /** A module of a user's own, which is nothing but its state. */
  record Sample(ModuleState state) implements Module {
    @Override
    public String type() {
      return "test.sample";
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      return List.of(FloatTensor.scalar(state.floatOf("answer")));
    }
  }

  @Test
  void aUsersModuleIsSavedAndLoaded() throws IOException {
    ModuleState state =
        ModuleState.EMPTY
            .with("answer", 0.1f)
            .with("nan", Double.NaN)
            .with("least", Double.NEGATIVE_INFINITY)
            .with("most", Double.POSITIVE_INFINITY)
            .with("tiny", Double.MIN_VALUE)
            .with("long", Long.MIN_VALUE)
            .with("ints", new int[] {3, -1})
            .with("none", new int[0])
            .with("yes", true)
            .with("text", (Object) "line\n\"quoted\" é😀\ud800 \u0000")
            .with("mask", BoolTensor.wrap(new boolean[] {true, false}, 2));
    GraphBuilder g = Graph.builder();
    Graph graph = g.output("y", g.add("mine \"1\"\n", new Sample(state))).build();
    Path path = dir.resolve("mine.safetensors");
    graph.save(path);
    Graph loaded = Graph.load(path, ModuleTypes.standard().with("test.sample", Sample::new));
    assertThat(loaded.nodes()).isEqualTo(graph.nodes());
    assertThat(loaded.forward(Map.of()).floats("y").get()).isEqualTo(0.1f);
    assertThatThrownBy(() -> Graph.load(path))
        .isInstanceOf(ModelFormatException.class)
        .hasMessage(
            "mine.safetensors: test.sample 'mine \"1\"\n': module type 'test.sample' is not known;"
                + " a type of your own goes to ModuleTypes.with");
  }

  @Test
  void constantsAreSaved() throws IOException {
    GraphBuilder g = Graph.builder();
    Graph graph = g.output("y", g.add("c", new Constant(FloatTensor.scalar(5)))).build();
    assertThat(again(graph).forward(Map.of()).floats("y").get()).isEqualTo(5);
  }
}
