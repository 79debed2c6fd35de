package dev.octet.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.octet.formats.OnnxReader;
import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.quantization.Quantization;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The encoder by hand against the same model as others exported it. */
class MiniLmTest {
  private static Graph onnx;
  private static Graph byHand;

  @TempDir Path dir;

  @BeforeAll
  static void read() throws IOException {
    try (InputStream in = MiniLmTest.class.getResourceAsStream("/all-minilm-l6-v2.onnx")) {
      onnx = OnnxReader.read(in);
    }
    byHand = Encoders.bert(BertConfig.miniLmL6(), weights(onnx));
  }

  /** The simplified graph's nodes carry the scopes of the PyTorch model. */
  private static Map<String, FloatTensor> weights(Graph graph) {
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    for (Graph.Node n : graph.nodes()) {
      switch (n.module()) {
        case Linear l -> put(weights, n.name(), l.weight(), l.bias());
        case LayerNorm l -> put(weights, n.name(), l.gamma(), l.beta());
        case Embedding e -> weights.put(n.name() + ".weight", e.weight());
        default -> {}
      }
    }
    return weights;
  }

  private static void put(
      Map<String, FloatTensor> weights, String name, FloatTensor weight, FloatTensor bias) {
    weights.put(name + ".weight", weight);
    weights.put(name + ".bias", bias);
  }

  private static Map<String, Tensor> sentences() {
    long[][] ids = {
      {101, 1996, 4248, 2829, 4419, 14523, 2058, 1996, 13971, 3899, 1012, 102},
      {101, 7592, 2088, 102, 0, 0, 0, 0, 0, 0, 0, 0}
    };
    return EncodersTest.inputs(ids, new int[] {12, 4});
  }

  private static Outputs run(Graph graph) {
    return graph.session(SessionOptions.threads(2)).run(sentences());
  }

  @Test
  void outputsEqualTheOnnxModels() {
    List<Tensor> expected = List.copyOf(run(onnx).tensors().values());
    List<Tensor> got = List.copyOf(run(byHand).tensors().values());
    assertThat(got).hasSameSizeAs(expected);
    for (int i = 0; i < got.size(); i++) {
      assertThat(got.get(i).shape()).isEqualTo(expected.get(i).shape());
      float[] e = ((FloatTensor) expected.get(i)).toArray();
      float[] g = ((FloatTensor) got.get(i)).toArray();
      for (int j = 0; j < e.length; j++) {
        assertThat(g[j]).as("output %d, element %d", i, j).isCloseTo(e[j], offset(1e-5f));
      }
    }
  }

  @Test
  void eightBitsSaveThreeQuarters() throws IOException {
    Path floats = dir.resolve("float.safetensors");
    Path bytes = dir.resolve("int8.safetensors");
    Graph quantized = Quantization.quantizeDynamic(byHand);
    byHand.save(floats);
    quantized.save(bytes);
    assertThat((double) Files.size(bytes) / Files.size(floats)).isLessThan(0.27);
    Graph loaded = Graph.load(bytes);
    assertThat(loaded.coverage()).isEqualTo(quantized.coverage());
    assertThat(run(loaded)).isEqualTo(run(quantized));
  }
}
