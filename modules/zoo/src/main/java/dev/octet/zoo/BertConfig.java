package dev.octet.zoo;

import dev.octet.tensor.Shape;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of a BERT encoder (Devlin et al., 2018), as in a HuggingFace {@code config.json}.
 *
 * @param vocabulary rows of the token table ({@code vocab_size})
 * @param maxPositions rows of the position table, the longest sequence ({@code
 *     max_position_embeddings})
 * @param typeVocabulary rows of the segment table ({@code type_vocab_size})
 * @param hidden size of a token's vector ({@code hidden_size}); a multiple of {@code heads}
 * @param layers number of layers ({@code num_hidden_layers}), may be 0
 * @param heads attention heads of a layer ({@code num_attention_heads})
 * @param intermediate size between the two linear layers of a layer's MLP ({@code
 *     intermediate_size})
 * @param eps added to the variance in layer normalization ({@code layer_norm_eps})
 */
public record BertConfig(
    int vocabulary,
    int maxPositions,
    int typeVocabulary,
    int hidden,
    int layers,
    int heads,
    int intermediate,
    float eps) {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a size is below 1, or {@code heads} does not divide {@code
   *     hidden}
   */
  public BertConfig {
    atLeast(1, vocabulary, "vocabulary");
    atLeast(1, maxPositions, "maxPositions");
    atLeast(1, typeVocabulary, "typeVocabulary");
    atLeast(1, hidden, "hidden");
    atLeast(0, layers, "layers");
    atLeast(1, heads, "heads");
    atLeast(1, intermediate, "intermediate");
    if (hidden % heads != 0) {
      throw new IllegalArgumentException("hidden " + hidden + " is no multiple of heads " + heads);
    }
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("eps " + eps + " is not at least 0");
    }
  }

  private static void atLeast(int least, int value, String name) {
    if (value < least) {
      throw new IllegalArgumentException(name + " " + value + " is below " + least);
    }
  }

  /**
   * all-MiniLM-L6-v2's sizes (sentence-transformers/all-MiniLM-L6-v2, config.json).
   *
   * @return 6 layers of 384 with 12 heads
   */
  public static BertConfig miniLmL6() {
    return new BertConfig(30522, 512, 2, 384, 6, 12, 1536, 1e-12f);
  }

  /**
   * The weights that such an encoder has, by the names of HuggingFace's {@code BertModel}.
   *
   * @return shape by name, in the order of the model's {@code state_dict}
   */
  public Map<String, Shape> parameters() {
    Map<String, Shape> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.word_embeddings.weight", Shape.of(vocabulary, hidden));
    shapes.put("embeddings.position_embeddings.weight", Shape.of(maxPositions, hidden));
    shapes.put("embeddings.token_type_embeddings.weight", Shape.of(typeVocabulary, hidden));
    norm(shapes, "embeddings.LayerNorm");
    for (int i = 0; i < layers; i++) {
      String layer = "encoder.layer." + i + ".";
      linear(shapes, layer + "attention.self.query", hidden, hidden);
      linear(shapes, layer + "attention.self.key", hidden, hidden);
      linear(shapes, layer + "attention.self.value", hidden, hidden);
      linear(shapes, layer + "attention.output.dense", hidden, hidden);
      norm(shapes, layer + "attention.output.LayerNorm");
      linear(shapes, layer + "intermediate.dense", intermediate, hidden);
      linear(shapes, layer + "output.dense", hidden, intermediate);
      norm(shapes, layer + "output.LayerNorm");
    }
    linear(shapes, "pooler.dense", hidden, hidden);
    return shapes;
  }

  private void norm(Map<String, Shape> shapes, String name) {
    shapes.put(name + ".weight", Shape.of(hidden));
    shapes.put(name + ".bias", Shape.of(hidden));
  }

  private static void linear(Map<String, Shape> shapes, String name, int out, int in) {
    shapes.put(name + ".weight", Shape.of(out, in));
    shapes.put(name + ".bias", Shape.of(out));
  }
}
