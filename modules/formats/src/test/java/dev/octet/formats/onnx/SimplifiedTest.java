package dev.octet.formats.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** An exported encoder, read: which modules are found in it, and that they compute the same. */
class SimplifiedTest {
  static Map<String, Integer> types(Graph graph) {
    Map<String, Integer> types = new TreeMap<>();
    graph.nodes().forEach(n -> types.merge(n.module().type(), 1, Integer::sum));
    types.remove("constant");
    return types;
  }

  @TestFactory
  List<DynamicTest> everySpelling() {
    List<DynamicTest> tests = new ArrayList<>();
    for (int opset : new int[] {11, 14, 17}) {
      for (TinyEncoder.Gelu gelu : TinyEncoder.Gelu.values()) {
        for (boolean product : new boolean[] {false, true}) {
          byte[] file = TinyEncoder.model(opset, product, gelu, product);
          tests.add(
              DynamicTest.dynamicTest(
                  "operator set " + opset + ", " + gelu + ", products " + product,
                  () -> check(file)));
        }
      }
    }
    return tests;
  }

  private static void check(byte[] file) throws IOException {
    Graph plain = Importer.graph(OnnxParser.parse(new ByteArrayInputStream(file)));
    Graph simple = OnnxReader.read(new ByteArrayInputStream(file));
    assertThat(types(simple))
        .isEqualTo(
            new TreeMap<>(
                Map.ofEntries(
                    Map.entry("linear", 7),
                    Map.entry("attention", 1),
                    Map.entry("layer_norm", 3),
                    Map.entry("gelu", 1),
                    Map.entry("embedding", 2),
                    Map.entry("add", 1),
                    // The mask, the positions, and the pooler.
                    Map.entry("unsqueeze", 2),
                    Map.entry("cast", 1),
                    Map.entry("sub", 1),
                    Map.entry("mul", 1),
                    Map.entry("shape", 1),
                    Map.entry("slice", 1),
                    Map.entry("gather", 1),
                    Map.entry("tanh", 1))));
    assertThat(simple.node("layer.attention").module().type()).isEqualTo("attention");
    assertThat(simple.node("layer.attention.query").module().type()).isEqualTo("linear");
    assertThat(simple.node("layer.norm").inputs()).hasSize(2);
    Random random = new Random(5);
    for (int[] size : new int[][] {{1, 1}, {1, 5}, {3, 1}, {2, 16}}) {
      Map<String, Tensor> inputs = inputs(size[0], size[1], random);
      Outputs expected = plain.session(SessionOptions.threads(1)).run(inputs);
      Outputs got = simple.session(SessionOptions.threads(2)).run(inputs);
      for (String name : List.of("states", "pooled")) {
        float[] e = expected.floats(name).toArray();
        float[] g = got.floats(name).toArray();
        assertThat(got.get(name).shape()).isEqualTo(expected.get(name).shape());
        assertThat(g).as(name).containsExactly(e, within(2e-5f));
      }
    }
  }

  static Map<String, Tensor> inputs(int batch, int length, Random random) {
    long[] ids = random.longs((long) batch * length, 0, TinyEncoder.WORDS).toArray();
    long[] mask = random.longs((long) batch * length, 0, 2).toArray();
    for (int b = 0; b < batch; b++) {
      mask[b * length] = 1;
    }
    return Map.of(
        "ids", LongTensor.wrap(ids, batch, length), "mask", LongTensor.wrap(mask, batch, length));
  }

  @Test
  void readsToTheEndOfAStream() throws IOException {
    byte[] file = TinyEncoder.model();
    ByteArrayInputStream in = new ByteArrayInputStream(file);
    Graph graph = OnnxReader.read(in);
    assertThat(in.available()).isZero();
    assertThat(graph.inputs()).extracting(Graph.Input::name).containsExactly("ids", "mask");
    assertThat(graph.outputs()).extracting(Graph.Output::name).containsExactly("states", "pooled");
  }
}
