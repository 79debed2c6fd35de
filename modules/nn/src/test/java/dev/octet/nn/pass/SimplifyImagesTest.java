package dev.octet.nn.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.FloatBinary.Op;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Deferred;
import dev.octet.nn.modules.Deferred.Kind;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.MaxPool;
import dev.octet.nn.modules.Pad;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Silu;
import dev.octet.nn.modules.Upsample;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Image networks as exporters write them, before and after. */
class SimplifyImagesTest {
  private static final long SEED = 53;

  private final RandomTensors random = new RandomTensors(SEED);
  private final FloatTensor input = random.normal(3, 2, 3, 8, 10);

  private static Module op(Op op) {
    return new Arithmetic(op);
  }

  private static Value number(GraphBuilder g, String name, double value) {
    return g.add(name, new Constant(FloatTensor.scalar((float) value)));
  }

  private Graph graph(BiFunction<GraphBuilder, Value, Value> body) {
    GraphBuilder g = Graph.builder();
    Value x = g.input("x", Graph.ANY, 3, Graph.ANY, Graph.ANY);
    return g.output("y", body.apply(g, x)).build();
  }

  /** The simplified graph gives the same. {@return its modules} */
  private List<Module> simplified(Graph graph) {
    Graph simple = Simplify.all(graph);
    Tensor expected = graph.forward(Map.of("x", (Tensor) input)).get("y");
    Tensor actual = simple.forward(Map.of("x", (Tensor) input)).get("y");
    assertThat(actual.shape()).isEqualTo(expected.shape());
    float[] e = ((FloatTensor) expected).toArray();
    float[] a = ((FloatTensor) actual).toArray();
    for (int i = 0; i < e.length; i++) {
      assertThat(a[i]).as("seed %d", SEED).isCloseTo(e[i], Offset.offset(1e-4f));
    }
    return simple.nodes().stream().map(Node::module).toList();
  }

  private static Value relu6(GraphBuilder g, Value x) {
    Value sum = g.add("sum", op(Op.ADD), x, number(g, "three", 3));
    Value cut =
        g.add(
            "cut",
            new Deferred(Kind.CLAMP, ModuleState.EMPTY, List.of(1, 2)),
            sum,
            number(g, "zero", 0),
            number(g, "most", 6));
    return cut;
  }

  @Test
  void hardSwishIsFoundHoweverItIsWritten() {
    assertThat(
            simplified(
                graph(
                    (g, x) -> {
                      Value product = g.add("product", op(Op.MUL), x, relu6(g, x));
                      return g.add("y", op(Op.DIV), product, number(g, "six", 6));
                    })))
        .containsExactly(new HardSwish());
    assertThat(
            simplified(
                graph(
                    (g, x) -> {
                      Value gate =
                          g.add("gate", op(Op.MUL), number(g, "sixth", 1 / 6.0), relu6(g, x));
                      return g.add("y", op(Op.MUL), gate, x);
                    })))
        .containsExactly(new HardSwish());
    assertThat(
            simplified(
                graph(
                    (g, x) -> {
                      Value gate = g.add("gate", new HardSigmoid(0.16666667f, 0.5f), x);
                      return g.add("y", op(Op.MUL), x, gate);
                    })))
        .containsExactly(new HardSwish());
  }

  @Test
  void otherGatesStay() {
    assertThat(
            simplified(graph((g, x) -> g.add("y", op(Op.DIV), relu6(g, x), number(g, "six", 6)))))
        .containsExactly(HardSigmoid.STANDARD);
    assertThat(
            simplified(
                graph(
                    (g, x) -> {
                      Value gate = g.add("gate", new HardSigmoid(0.2f, 0.5f), x);
                      return g.add("y", op(Op.MUL), x, gate);
                    })))
        .containsExactly(new HardSigmoid(0.2f, 0.5f), op(Op.MUL));
    assertThat(simplified(graph((g, x) -> relu6(g, x))))
        .hasSize(3)
        .contains(op(Op.ADD), new Clamp(Limits.RELU6));
  }

  @Test
  void siluWithAndWithoutItsFactor() {
    Module sigmoid = new Activation(FloatUnary.Op.SIGMOID);
    assertThat(simplified(graph((g, x) -> g.add("y", op(Op.MUL), x, g.add("s", sigmoid, x)))))
        .containsExactly(new Silu());
    for (double factor : new double[] {1, 1.5}) {
      List<Module> modules =
          simplified(
              graph(
                  (g, x) -> {
                    Value scaled = g.add("scaled", op(Op.MUL), x, number(g, "factor", factor));
                    return g.add("y", op(Op.MUL), g.add("s", sigmoid, scaled), x);
                  }));
      assertThat(modules.contains(new Silu())).isEqualTo(factor == 1);
    }
  }

  private Value conv(GraphBuilder g, Value x, String autoPad) {
    ModuleState settings =
        ModuleState.EMPTY.with("auto_pad", autoPad).with("strides", new int[] {2, 1});
    Value weight = g.add("weight", new Constant(random.normal(1, 4, 3, 3, 2)));
    return g.add("conv", new Deferred(Kind.CONV, settings, List.of(1)), x, weight);
  }

  @Test
  void constantsBecomeWeightsBiasAndNormalization() {
    FloatTensor bias = random.normal(1, 1, 4, 1, 1);
    List<Module> modules =
        simplified(
            graph(
                (g, x) ->
                    g.add(
                        "y", op(Op.ADD), g.add("bias", new Constant(bias)), conv(g, x, "VALID"))));
    assertThat(modules).hasSize(1);
    assertThat(((Conv) modules.getFirst()).bias().toArray()).isEqualTo(bias.toArray());
    assertThat(
            simplified(
                graph(
                    (g, x) -> {
                      Value product =
                          g.add("product", op(Op.MUL), conv(g, x, "VALID"), number(g, "two", 2));
                      Value terms = g.add("terms", new Constant(bias));
                      return g.add("y", op(Op.ADD), product, terms);
                    })))
        .hasExactlyElementsOfTypes(Conv.class, BatchNorm.class);
  }

  @Test
  void whatDependsOnSizesStaysUntilTheyAreKnown() {
    assertThat(simplified(graph((g, x) -> conv(g, x, "SAME_UPPER"))))
        .hasExactlyElementsOfTypes(Constant.class, Deferred.class);
    GraphBuilder g = Graph.builder();
    Value x = g.input("x", Graph.ANY, 3, 8, 10);
    assertThat(simplified(g.output("y", conv(g, x, "SAME_LOWER")).build()))
        .hasExactlyElementsOfTypes(Conv.class);
    ModuleState nearest =
        ModuleState.EMPTY
            .with("linear", false)
            .with("coordinates", "ASYMMETRIC")
            .with("rounding", "FLOOR");
    assertThat(
            simplified(
                graph(
                    (b, v) -> {
                      Value sizes = b.add("sizes", new ShapeOf(0, 4), v);
                      Value small = b.add("small", MaxPool.of2d(2, 2, 0), v);
                      Module resize = new Deferred(Kind.UPSAMPLE, nearest, List.of(2));
                      return b.add("y", resize, small, sizes);
                    })))
        .hasExactlyElementsOfTypes(ShapeOf.class, MaxPool.class, Deferred.class);
  }

  @Test
  void layersKeepTheirSettings() {
    ModuleState window =
        ModuleState.EMPTY
            .with("kernel_shape", new int[] {2, 2})
            .with("max", true)
            .with("ceil", false)
            .with("count_padding", false);
    assertThat(
            simplified(graph((g, x) -> g.add("y", new Deferred(Kind.POOL, window, List.of()), x))))
        .hasExactlyElementsOfTypes(MaxPool.class);
    LongTensor pads = LongTensor.wrap(new long[] {1, 0, 2, 0}, 4);
    LongTensor axes = LongTensor.wrap(new long[] {-2, 3}, 2);
    ModuleState settings = ModuleState.EMPTY.with("kind", "REPLICATE");
    assertThat(
            simplified(
                graph(
                    (g, x) ->
                        g.add(
                            "y",
                            new Deferred(Kind.PAD, settings, List.of(1, 3)),
                            x,
                            g.add("pads", new Constant(pads)),
                            g.add("axes", new Constant(axes))))))
        .containsExactly(
            new Pad(AxisIndices.Padding.REPLICATE, List.of(0, 0, 1, 0), List.of(0, 0, 2, 0), 0));
    FloatTensor scales = FloatTensor.wrap(new float[] {1, 1, 2, 2}, 4);
    ModuleState nearest =
        ModuleState.EMPTY
            .with("linear", false)
            .with("coordinates", "ASYMMETRIC")
            .with("rounding", "FLOOR");
    Module upsample = new Deferred(Kind.UPSAMPLE, nearest, List.of(1));
    assertThat(
            simplified(
                graph((g, x) -> g.add("y", upsample, x, g.add("scales", new Constant(scales))))))
        .hasExactlyElementsOfTypes(Upsample.class);
  }

  @Test
  void settingsThatDoNotFitAreErrorsThatNameTheNode() {
    Graph graph =
        graph(
            (g, x) ->
                g.add(
                    "broken",
                    new Deferred(Kind.CONV, ModuleState.EMPTY, List.of(1)),
                    x,
                    g.add("weight", new Constant(random.normal(1, 4, 3)))));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Simplify.all(graph))
        .withMessageContaining("'broken'")
        .withMessageContaining("weight has shape [4, 3]");
  }
}
