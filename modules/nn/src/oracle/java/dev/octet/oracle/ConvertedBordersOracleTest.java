package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.modules.Bags;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.nn.modules.DeQuantStub;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.EmbeddingBag;
import dev.octet.nn.modules.QuantStub;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.QConfig;
import dev.octet.quantization.QConfigMapping;
import dev.octet.quantization.Quantization;
import dev.octet.quantization.golden.EmbeddingCase;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.bytedeco.pytorch.global.torch.ScalarType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Stubs and tables of embeddings, converted, beside PyTorch. */
@Tag("oracle")
class ConvertedBordersOracleTest {
  private static final int CASES = 60;

  @Test
  void quantizeAndDequantize() {
    TorchBytes.start();
    for (int i = 0; i < CASES; i++) {
      String what = "seed " + LayerSuite.SEED + " + " + i;
      Draw draw = new Draw(LayerSuite.SEED + i);
      int n = draw.between(1, 500);
      GraphBuilder g = Graph.builder();
      Value q = g.input("x", n).then("stub", new QuantStub());
      Graph graph = g.output("y", q.then("back", new DeQuantStub())).build();
      float[] x = draw.normal(n, draw.uniform(-2, 2), draw.magnitude(0.01, 100));
      List<Map<String, Tensor>> batch = List.of(Map.of("x", FloatTensor.wrap(x, n)));
      Graph int8 =
          Quantization.convert(Quantization.prepare(graph, LayerSuite.mapping(i)).calibrate(batch));
      Map<String, Tensor> seen = new HashMap<>();
      FloatTensor y =
          int8.session(dev.octet.nn.SessionOptions.threads(1))
              .run(
                  batch.getFirst(),
                  (v, t) -> seen.put(v, t instanceof QTensor made ? made.copy() : t))
              .floats("y");
      QTensor integers = (QTensor) seen.get("stub");
      ByteParams p = integers.byteParams();
      org.bytedeco.pytorch.Tensor theirs =
          torch.quantize_per_tensor(
              Operators.floats(x, n),
              p.scale(),
              p.zeroPoint(),
              p.unsigned() ? ScalarType.QUInt8 : ScalarType.QInt8);
      assertThat(Converted.bytes(integers)).as(what).isEqualTo(Operators.bytes(theirs));
      assertThat(y.toArray()).as(what).isEqualTo(Torch.toFloats(theirs.dequantize()));
    }
  }

  @Test
  void tables() {
    Torch pytorch = new Torch(QEngine.FBGEMM);
    for (int i = 0; i < CASES; i++) {
      String what = "seed " + LayerSuite.SEED + " + " + i;
      EmbeddingCase c = new Cases(LayerSuite.SEED + i).embedding(i % 3, 50, 100);
      EmbeddingCase.Answer answer = pytorch.answer(c);
      FloatTensor weight = FloatTensor.wrap(c.table(), c.rows(), c.size());
      GraphBuilder g = Graph.builder();
      Value ids = g.input("ids", DType.INT64, c.rows());
      g.output("rows", ids.then("table", new Embedding(weight)));
      g.output(
          "bags",
          g.add(
              "bag",
              new EmbeddingBag(weight, Bags.SUM),
              ids,
              g.input("offsets", DType.INT64, c.rows())));
      Graph int8 =
          Quantization.convert(
              Quantization.prepare(g.build(), QConfigMapping.of(QConfig.EMBEDDING)));
      ByteEmbedding table = (ByteEmbedding) int8.node("table").module();
      ByteEmbedding bag = ((ByteEmbeddingBag) int8.node("bag").module()).table();
      for (ByteEmbedding e : List.of(table, bag)) {
        assertThat(e.codes().array()).as(what).isEqualTo(answer.codes());
        assertThat(e.scales().toArray()).as(what).isEqualTo(answer.scales());
        assertThat(e.biases().toArray()).as(what).isEqualTo(answer.biases());
      }
      long[] each = new long[c.rows()];
      for (int r = 0; r < each.length; r++) {
        each[r] = r;
      }
      LongTensor all = LongTensor.wrap(each, each.length);
      var outputs = int8.forward(Map.of("ids", all, "offsets", all));
      // PyTorch's lookup rounds a product and a sum once, Octet twice.
      float most = 0;
      for (float x : c.table()) {
        most = Math.max(most, Math.abs(x));
      }
      for (String name : List.of("rows", "bags")) {
        float[] y = outputs.floats(name).toArray();
        for (int k = 0; k < y.length; k++) {
          assertThat(Math.abs((double) y[k] - answer.looked()[k]))
              .as("%s, %s, element %d", what, name, k)
              .isLessThanOrEqualTo(3 * Math.ulp(most));
        }
      }
    }
  }
}
