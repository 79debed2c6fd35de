package dev.octet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph.Input;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Linear;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GraphTest {
  private static final Module RELU = new Activation(FloatUnary.Op.RELU);
  private static final Input X = new Input("x", DType.FLOAT32, List.of(Graph.ANY));

  private static Graph graph(Node... nodes) {
    return new Graph(List.of(X), List.of(nodes), List.of(new Output("y", "b")));
  }

  @Test
  void nodesAreSortedAndKeepTheirOrderWhereTheyCan() {
    Graph g = graph(Node.of("b", RELU, "a"), Node.of("c", RELU, "x"), Node.of("a", RELU, "x"));
    assertThat(g.nodes().stream().map(Node::name)).containsExactly("c", "a", "b");
  }

  @Test
  void aCycleIsRefused() {
    assertThatThrownBy(() -> graph(Node.of("a", RELU, "b"), Node.of("b", RELU, "a")))
        .hasMessage("nodes wait for one another: relu 'a', relu 'b'");
    assertThatThrownBy(() -> graph(Node.of("b", RELU, "b")))
        .hasMessageContaining("wait for one another");
  }

  @Test
  void namesThatClashOrDangleAreRefused() {
    assertThatThrownBy(() -> graph(Node.of("b", RELU, "nowhere")))
        .hasMessage("relu 'b' reads 'nowhere', which nothing makes");
    assertThatThrownBy(() -> graph(Node.of("b", RELU, "x"), Node.of("b", RELU, "x")))
        .hasMessage("two nodes are named 'b'");
    assertThatThrownBy(
            () -> graph(Node.of("b", RELU, "x"), new Node("c", RELU, List.of("x"), List.of("b"))))
        .hasMessage("relu 'c' makes the value 'b', which is made already");
    assertThatThrownBy(() -> graph(Node.of("a", RELU, "x")))
        .hasMessage("output 'y' is the value 'b', which nothing makes");
    Output y = new Output("y", "x");
    assertThatThrownBy(() -> new Graph(List.of(X), List.of(), List.of(y, y)))
        .hasMessage("two outputs are named 'y'");
    assertThatThrownBy(() -> new Graph(List.of(X, X), List.of(), List.of(y)))
        .hasMessage("two inputs are named 'x'");
  }

  @Test
  void theBuilderMakesDottedNames() {
    GraphBuilder g = Graph.builder();
    GraphBuilder.Value x = g.input("x", Graph.ANY, 2);
    Linear twice = new Linear(FloatTensor.wrap(new float[] {2, 0, 0, 2}, 2, 2), null);
    GraphBuilder.Value y =
        g.scope("layer1", b -> b.scope("0", c -> c.add("fc", twice, x).then(RELU)));
    Graph graph = g.output("y", y).build();
    assertThat(graph.nodes().stream().map(Node::name))
        .containsExactly("layer1.0.fc", "layer1.0.relu_1");
    Outputs out = graph.forward(Map.of("x", FloatTensor.wrap(new float[] {1, -3}, 1, 2)));
    assertThat(out.floats("y").toArray()).containsExactly(2, 0);
    assertThat(graph.toString()).contains("layer1.0.fc = linear 'layer1.0.fc'[x]");
  }

  @Test
  void aValueOfAnotherBuilderIsRefused() {
    GraphBuilder.Value foreign = Graph.builder().input("x", 1);
    assertThatThrownBy(() -> Graph.builder().add("a", RELU, foreign))
        .hasMessageContaining("belongs to another builder");
    assertThatThrownBy(() -> Graph.builder().build()).hasMessage("the graph has no output");
  }

  @Test
  void aSequentialGraphIsAChain() {
    Graph g = Sequential.of(new int[] {Graph.ANY}, RELU, new Activation(FloatUnary.Op.NEG));
    assertThat(g.nodes().stream().map(Node::name)).containsExactly("0", "1");
    float[] y =
        g.forward(Map.of("x", FloatTensor.wrap(new float[] {-1, 2}, 2))).floats("y").toArray();
    assertThat(y[1]).isEqualTo(-2);
  }
}
