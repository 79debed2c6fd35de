package dev.octet.quantization;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.RandomTensors;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A normalization that has joined a sum is quantized as two layers. */
class SplitSumsTest {
  private static final long SEED = 61;

  @Test
  void theSumBeforeANormalizationIsALayerOfItsOwn() {
    RandomTensors random = new RandomTensors(SEED);
    GraphBuilder g = Graph.builder();
    Value x = g.input("x", Graph.ANY, 8);
    Value y = g.add("fc1", new Linear(random.normal(1, 8, 8), null), x);
    Value z = g.add("fc2", new Linear(random.normal(1, 8, 8), null), y);
    Value n = g.add("norm", new LayerNorm(random.normal(1, 8), random.normal(1, 8), 1e-5f), z, y);
    Graph graph = g.output("y", n).build();
    FloatTensor input = random.normal(1, 5, 8);
    Tensor expected = graph.forward(Map.of("x", (Tensor) input)).get("y");

    PreparedGraph prepared = Quantization.prepare(graph);

    assertThat(prepared.graph().nodes().stream().map(Graph.Node::name))
        .containsExactly("fc1", "fc2", "norm.add", "norm");
    assertThat(prepared.graph().forward(Map.of("x", (Tensor) input)).get("y")).isEqualTo(expected);
    prepared.calibrate(List.of(Map.of("x", input)));
    Graph int8 = Quantization.convert(prepared);
    assertThat(int8.node("norm.add").module().type()).isEqualTo("quantized_add");
    assertThat(int8.node("norm").module().type()).isEqualTo("quantized_layer_norm");
    float[] close = int8.forward(Map.of("x", (Tensor) input)).floats("y").toArray();
    float[] exact = ((FloatTensor) expected).toArray();
    double error = 0;
    double signal = 0;
    for (int i = 0; i < exact.length; i++) {
      error += Math.pow(close[i] - exact[i], 2);
      signal += Math.pow(exact[i], 2);
    }
    assertThat(error / signal).as("seed %d", SEED).isLessThan(0.01);
  }
}
