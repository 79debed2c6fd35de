package dev.octet.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import dev.octet.nn.Graph;
import dev.octet.nn.Outputs;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class EncodersTest {
  private static final BertConfig SMALL = new BertConfig(50, 16, 2, 24, 2, 3, 40, 1e-12f);

  private static Map<String, FloatTensor> randomWeights(BertConfig config) {
    Random random = new Random(5);
    Map<String, FloatTensor> weights = new LinkedHashMap<>();
    config
        .parameters()
        .forEach(
            (name, shape) -> {
              float[] w = new float[shape.size()];
              for (int i = 0; i < w.length; i++) {
                w[i] = (float) random.nextGaussian() / 4 + (name.contains("Norm.weight") ? 1 : 0);
              }
              weights.put(name, FloatTensor.wrap(w, 0, shape));
            });
    return weights;
  }

  static Map<String, Tensor> inputs(long[][] ids, int[] lengths) {
    int batch = ids.length;
    int tokens = ids[0].length;
    long[] mask = new long[batch * tokens];
    for (int b = 0; b < batch; b++) {
      Arrays.fill(mask, b * tokens, b * tokens + lengths[b], 1);
    }
    return Map.of(
        "input_ids",
        LongTensor.wrap(Arrays.stream(ids).flatMapToLong(Arrays::stream).toArray(), batch, tokens),
        "attention_mask",
        LongTensor.wrap(mask, batch, tokens),
        "token_type_ids",
        LongTensor.wrap(new long[batch * tokens], batch, tokens));
  }

  @Test
  void shapesFollowTheInputAndResultsRepeat() {
    Graph bert = Encoders.bert(SMALL, randomWeights(SMALL));
    Map<String, Tensor> in = inputs(new long[][] {{1, 7, 9, 2}, {1, 8, 2, 0}}, new int[] {4, 3});
    Outputs out = bert.forward(in);
    assertThat(out.get("last_hidden_state").shape()).isEqualTo(Shape.of(2, 4, 24));
    assertThat(out.get("pooler_output").shape()).isEqualTo(Shape.of(2, 24));
    assertThat(bert.forward(in)).isEqualTo(out);
    assertThat(Encoders.bert(SMALL, randomWeights(SMALL)).forward(in)).isEqualTo(out);
    Map<String, Tensor> one = inputs(new long[][] {{3}}, new int[] {1});
    assertThat(bert.forward(one).get("last_hidden_state").shape()).isEqualTo(Shape.of(1, 1, 24));
  }

  @Test
  void paddingChangesNothing() {
    Graph bert = Encoders.bert(SMALL, randomWeights(SMALL));
    float[] alone =
        bert.forward(inputs(new long[][] {{1, 8, 2}}, new int[] {3}))
            .floats("last_hidden_state")
            .toArray();
    for (long padding : new long[] {0, 33}) {
      FloatTensor padded =
          bert.forward(inputs(new long[][] {{1, 8, 2, padding, padding}}, new int[] {3}))
              .floats("last_hidden_state");
      float[] same = padded.slice(1, 0, 3).toArray();
      for (int i = 0; i < alone.length; i++) {
        assertThat(same[i]).isCloseTo(alone[i], offset(1e-5f));
      }
    }
  }

  @Test
  void orderAndSegmentsMatter() {
    Graph bert = Encoders.bert(SMALL, randomWeights(SMALL));
    Map<String, Tensor> in = inputs(new long[][] {{1, 7, 9, 2}}, new int[] {4});
    Map<String, Tensor> swapped = inputs(new long[][] {{1, 9, 7, 2}}, new int[] {4});
    Map<String, Tensor> segments = new LinkedHashMap<>(in);
    segments.put("token_type_ids", LongTensor.wrap(new long[] {0, 0, 1, 1}, 1, 4));
    Tensor pooled = bert.forward(in).get("pooler_output");
    assertThat(bert.forward(swapped).get("pooler_output")).isNotEqualTo(pooled);
    assertThat(bert.forward(segments).get("pooler_output")).isNotEqualTo(pooled);
  }

  @Test
  void weightsThatDoNotFitAreListed() {
    Map<String, FloatTensor> weights = randomWeights(SMALL);
    weights.remove("pooler.dense.bias");
    weights.remove("encoder.layer.1.attention.self.key.weight");
    weights.put("cls.bias", FloatTensor.scalar(0));
    weights.put("embeddings.LayerNorm.bias", FloatTensor.zeros(Shape.of(23)));
    assertThatThrownBy(() -> Encoders.bert(SMALL, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "weights do not fit: missing [encoder.layer.1.attention.self.key.weight,"
                + " pooler.dense.bias], unexpected [cls.bias], of another shape"
                + " [embeddings.LayerNorm.bias [23], expected [24]]");
  }

  @Test
  void whatIsTooLongIsRefusedWithTheNode() {
    Graph bert = Encoders.bert(SMALL, randomWeights(SMALL));
    assertThatThrownBy(() -> bert.forward(inputs(new long[1][17], new int[] {17})))
        .hasMessageContaining("add 'embeddings.sum'")
        .hasMessageContaining("do not broadcast");
  }

  @Test
  void sizesThatMakeNoSenseAreRefused() {
    assertThatThrownBy(() -> new BertConfig(50, 16, 2, 25, 2, 3, 40, 0))
        .hasMessage("hidden 25 is no multiple of heads 3");
    assertThatThrownBy(() -> new BertConfig(0, 16, 2, 24, 2, 3, 40, 0))
        .hasMessage("vocabulary 0 is below 1");
    assertThatThrownBy(() -> new BertConfig(50, 16, 2, 24, 2, 3, 40, Float.NaN))
        .hasMessage("eps NaN is not at least 0");
  }
}
