package dev.octet.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Attention;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real encoder, all-MiniLM-L6-v2, from its Maven artifact. */
class MiniLmTest {
  private static Graph graph;

  static InputStream file() {
    return MiniLmTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx");
  }

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = file()) {
      graph = OnnxReader.read(in);
    }
  }

  @Test
  void allOfItsModulesAreFound() {
    assertThat(SimplifiedTest.types(graph))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("linear", 37),
                    Map.entry("attention", 6),
                    Map.entry("layer_norm", 13),
                    Map.entry("gelu", 6),
                    Map.entry("embedding", 3),
                    // Words, kinds and positions.
                    Map.entry("add", 2),
                    // The mask.
                    Map.entry("unsqueeze", 2),
                    Map.entry("cast", 1),
                    Map.entry("sub", 1),
                    Map.entry("mul", 1),
                    // The positions used.
                    Map.entry("shape", 1),
                    Map.entry("slice", 1),
                    // The pooler.
                    Map.entry("gather", 1),
                    Map.entry("tanh", 1))));
  }

  /**
   * No copy of Q, K or V is made: nothing is transposed or reshaped, all goes to attention as is.
   */
  @Test
  void nothingIsTransposed() {
    assertThat(SimplifiedTest.types(graph)).doesNotContainKeys("transpose", "reshape", "matmul");
    for (int i = 0; i < 6; i++) {
      Graph.Node attention = graph.node("encoder.layer." + i + ".attention.self");
      assertThat(attention.module()).isEqualTo(new Attention(12, 1 / (float) Math.sqrt(32)));
      for (String projection : new String[] {"query", "key", "value"}) {
        Graph.Node n = graph.node("encoder.layer." + i + ".attention.self." + projection);
        assertThat(n.module().type()).isEqualTo("linear");
        assertThat(attention.inputs()).contains(n.output());
      }
    }
  }

  @Test
  void sumsBeforeNormalizationAreFused() {
    long fused =
        graph.nodes().stream()
            .filter(n -> n.module().type().equals("layer_norm") && n.inputs().size() == 2)
            .count();
    assertThat(fused).isEqualTo(12);
  }

  @Test
  void sizesAreFreeThoughTheModelNamesThemAlike() {
    for (Graph.Input input : graph.inputs()) {
      assertThat(input.dims()).containsExactly(Graph.ANY, Graph.ANY);
    }
    assertThat(graph.bytes()).isBetween(90_800_000L, 90_900_000L);
  }

  /** The same model, operator by operator, gives the same. */
  @Test
  void simplifyingChangesNothingButRounding() throws IOException {
    Graph plain;
    try (InputStream in = file()) {
      plain = Importer.graph(OnnxParser.parse(in));
    }
    Map<String, Tensor> inputs =
        Map.of(
            "input_ids",
                LongTensor.wrap(new long[] {101, 7592, 2088, 102, 101, 2003, 102, 0}, 2, 4),
            "attention_mask", LongTensor.wrap(new long[] {1, 1, 1, 1, 1, 1, 1, 0}, 2, 4),
            "token_type_ids", LongTensor.zeros(Shape.of(2, 4)));
    Outputs expected = plain.session(SessionOptions.threads(2)).run(inputs);
    Outputs got = graph.session(SessionOptions.threads(2)).run(inputs);
    for (Graph.Output output : graph.outputs()) {
      assertThat(got.floats(output.name()).toArray())
          .containsExactly(expected.floats(output.name()).toArray(), within(1e-5f));
    }
  }
}
