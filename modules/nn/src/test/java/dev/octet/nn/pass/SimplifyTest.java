package dev.octet.nn.pass;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is replaced, and above all what must not be. */
class SimplifyTest {
  private final RandomTensors random = new RandomTensors(31);
  private final GraphBuilder g = Graph.builder();
  private final Value x = g.input("x", Graph.ANY, Graph.ANY, 4);

  private static Arithmetic op(FloatBinary.Op op) {
    return new Arithmetic(op);
  }

  private Value constant(String name, Tensor value) {
    return g.add(name, new Constant(value));
  }

  private static List<String> types(Graph graph) {
    return graph.nodes().stream()
        .map(n -> n.module().type())
        .filter(t -> !t.equals("constant"))
        .toList();
  }

  private List<String> simplified(Value... outputs) {
    for (Value v : outputs) {
      g.output(v);
    }
    Graph graph = g.build();
    Graph simple = Simplify.all(graph);
    Map<String, Tensor> inputs = Map.of("x", random.normal(1, 2, 3, 4));
    Map<String, Tensor> expected = graph.forward(inputs).tensors();
    Map<String, Tensor> got = simple.forward(inputs).tensors();
    assertThat(got.keySet()).isEqualTo(expected.keySet());
    for (String name : expected.keySet()) {
      float[] e = ((FloatTensor) expected.get(name)).toArray();
      float[] a = ((FloatTensor) got.get(name)).toArray();
      assertThat(got.get(name).shape()).isEqualTo(expected.get(name).shape());
      assertThat(a).containsExactly(e, org.assertj.core.api.Assertions.within(1e-5f));
    }
    return types(simple);
  }

  @Test
  void productsWithConstantsBecomeLinear() {
    Value y = g.add("fc.MatMul", new MatMul(), x, constant("w", random.normal(1, 4, 5)));
    Value z = g.add("fc.Add", op(FloatBinary.Op.ADD), constant("b", random.normal(1, 5)), y);
    assertThat(simplified(z)).containsExactly("linear");
  }

  @Test
  void aBiasThatWouldChangeTheShapeStays() {
    Value y = g.add("m", new MatMul(), x, constant("w", random.normal(1, 4, 1)));
    Value z = g.add("a", op(FloatBinary.Op.ADD), y, constant("b", random.normal(1, 5)));
    assertThat(simplified(z)).containsExactly("linear", "add");
  }

  @Test
  void aBiasOfMoreDimensionsStays() {
    Value y = g.add("m", new MatMul(), x, constant("w", random.normal(1, 4, 5)));
    Value z = g.add("a", op(FloatBinary.Op.ADD), y, constant("b", random.normal(1, 1, 1, 1, 5)));
    assertThat(simplified(z)).containsExactly("linear", "add");
  }

  @Test
  void aProductThatOthersReadKeepsItsOwnValue() {
    Value y = g.add("m", new MatMul(), x, constant("w", random.normal(1, 4, 5)));
    Value z = g.add("a", op(FloatBinary.Op.ADD), y, constant("b", random.normal(1, 5)));
    assertThat(simplified(y, z)).containsExactly("linear", "add");
  }

  @Test
  void aConstantOnTheLeftIsNoLinear() {
    Value y = g.add("m", new MatMul(), constant("w", random.normal(1, 5, 3)), x);
    assertThat(simplified(y)).containsExactly("matmul");
  }

  @Test
  void gemmBecomesLinearWhereItIsOne() {
    Value rows =
        g.add("rows", new Reshape(false), x, constant("s", LongTensor.wrap(new long[] {-1, 4}, 2)));
    Value w = constant("w", random.normal(1, 5, 4));
    Value c = constant("c", random.normal(1, 1, 5));
    Value y = g.add("y", new Gemm(1, 2, false, true), rows, w, c);
    Value t =
        g.add("t", new Gemm(1, 1, false, false), rows, constant("wt", random.normal(1, 4, 3)));
    Value scaled = g.add("scaled", new Gemm(0.5f, 1, false, true), rows, w);
    Value column =
        g.add(
            "column", new Gemm(1, 1, false, true), rows, w, constant("k", random.normal(1, 6, 1)));
    assertThat(simplified(y, t, scaled, column))
        .containsExactly("reshape", "linear", "linear", "gemm", "gemm");
  }

  @Test
  void geluNeedsAllOfItsConstants() {
    Value half = constant("half", FloatTensor.scalar(0.5f));
    Value one = constant("one", FloatTensor.scalar(1.01f));
    Value root = constant("root", FloatTensor.scalar((float) Math.sqrt(2)));
    Value e =
        g.add("e", new Activation(FloatUnary.Op.ERF), g.add("d", op(FloatBinary.Op.DIV), x, root));
    Value p = g.add("p", op(FloatBinary.Op.MUL), x, g.add("s", op(FloatBinary.Op.ADD), e, one));
    assertThat(simplified(g.add("y", op(FloatBinary.Op.MUL), p, half)))
        .containsExactly("div", "erf", "add", "mul", "mul");
  }

  @Test
  void aSumOfDifferentShapesIsNoResidual() {
    LayerNorm norm = new LayerNorm(random.normal(1, 4), random.normal(1, 4), 1e-5f);
    Value wide = g.add("r", new Activation(FloatUnary.Op.RELU), x);
    Value same = g.add("n1", norm, g.add("s1", op(FloatBinary.Op.ADD), x, wide));
    Value row = constant("row", random.normal(1, 4));
    Value other = g.add("n2", norm, g.add("s2", op(FloatBinary.Op.ADD), x, row));
    assertThat(simplified(same, other)).containsExactly("relu", "layer_norm", "add", "layer_norm");
  }

  @Test
  void gatheringFromATableIsAnEmbeddingOnlyOfRows() {
    Value ids = constant("ids", LongTensor.wrap(new long[] {2, 0}, 2));
    Value at = g.add("at", new ShapeOf(0, 1), x);
    Value rows = g.add("rows", new Gather(0), constant("t1", random.normal(1, 9, 4)), at);
    Value columns = g.add("columns", new Gather(1), constant("t2", random.normal(1, 4, 9)), at);
    Value cube = g.add("cube", new Gather(0), constant("t3", random.normal(1, 9, 2, 2)), at);
    Value fixed = g.add("fixed", new Gather(0), constant("t4", random.normal(1, 3, 4)), ids);
    assertThat(simplified(rows, columns, cube, fixed))
        .containsExactly("shape", "embedding", "gather", "gather");
  }

  @Test
  void equalWorkIsDoneOnce() {
    Value a = g.add("a", new Activation(FloatUnary.Op.TANH), x);
    Value b = g.add("b", new Activation(FloatUnary.Op.TANH), x);
    Value c = g.add("c", new Activation(FloatUnary.Op.SIGMOID), x);
    Value y = g.add("y", op(FloatBinary.Op.MUL), a, b);
    assertThat(simplified(y, b, c)).containsExactly("tanh", "sigmoid", "mul");
  }

  @Test
  void whatNobodyNeedsGoes() {
    g.add("unused", new Linear(random.normal(1, 3, 4), null), x);
    assertThat(simplified(g.add("y", new Activation(FloatUnary.Op.NEG), x))).containsExactly("neg");
  }

  /** The sizes say [batch, 2, 2, 2]; with the middle size free, 0 and -1 say the same. */
  @Test
  void reshapesGetConstantSizes() {
    Value batch = g.add("batch", new ShapeOf(0, 1), x);
    Value length = g.add("length", new ShapeOf(1, 2), x);
    Value two = constant("two", LongTensor.wrap(new long[] {2}, 1));
    Value sizes = g.add("sizes", new Concat(0), batch, two, length, two);
    assertThat(simplified(g.add("y", new Reshape(false), x, sizes))).containsExactly("reshape");
  }

  @Test
  void constantsAreComputedNow() {
    Value a = constant("a", random.normal(1, 4));
    Value s = g.add("s", op(FloatBinary.Op.MUL), a, constant("b", random.normal(1, 4)));
    assertThat(simplified(g.add("y", op(FloatBinary.Op.ADD), x, s))).containsExactly("add");
  }

  @Test
  void aFailureAmongConstantsNamesItsNode() {
    Value zero = g.add("zero", new Constant(LongTensor.scalar(0)));
    Value bad = g.add("bad", op(FloatBinary.Op.DIV), zero, zero);
    Graph graph = g.output("y", bad).build();
    assertThatThrownBy(() -> Simplify.all(graph))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("div 'bad': division of the integer 0 by zero");
  }

  @Test
  void theGraphItselfStaysAsItWas() {
    Value y = g.add("m", new MatMul(), x, constant("w", random.normal(1, 4, 5)));
    Graph graph = g.output(y).build();
    String before = graph.toString();
    assertThat(Simplify.all(graph)).isNotSameAs(graph);
    assertThat(graph).hasToString(before);
    assertThat(graph.inputs().getFirst().dtype()).isEqualTo(DType.FLOAT32);
  }
}
