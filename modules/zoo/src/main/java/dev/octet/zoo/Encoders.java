package dev.octet.zoo;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph;
import dev.octet.nn.GraphBuilder;
import dev.octet.nn.GraphBuilder.Value;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import java.util.Map;
import java.util.stream.LongStream;

/** Transformer encoders. */
public final class Encoders {
  private Encoders() {}

  /**
   * A BERT encoder (Devlin et al., 2018; HuggingFace transformers, {@code modeling_bert.py}). Its
   * nodes have the names of PyTorch's modules.
   *
   * <p>Inputs, all INT64 [batch, tokens]: {@code input_ids}; {@code attention_mask}, 1 for tokens
   * and 0 for padding; {@code token_type_ids}. Outputs: {@code last_hidden_state} [batch, tokens,
   * hidden], and {@code pooler_output} [batch, hidden], which is made of each sequence's first
   * token.
   *
   * @param config the sizes
   * @param weights the weights by HuggingFace's names, {@link BertConfig#parameters}; shared
   * @return the encoder
   * @throws IllegalArgumentException if weights are missing, unexpected or of another shape; all
   *     are listed
   */
  public static Graph bert(BertConfig config, Map<String, FloatTensor> weights) {
    return new Bert(config, new Weights(weights, config.parameters())).graph();
  }

  private record Bert(BertConfig config, Weights weights) {

    Graph graph() {
      GraphBuilder g = Graph.builder();
      Value ids = g.input("input_ids", DType.INT64, Graph.ANY, Graph.ANY);
      Value mask = g.input("attention_mask", DType.INT64, Graph.ANY, Graph.ANY);
      Value types = g.input("token_type_ids", DType.INT64, Graph.ANY, Graph.ANY);
      Value scores = g.scope("mask", b -> scores(b, mask));
      Value x = g.scope("embeddings", b -> embeddings(b, ids, types));
      for (int i = 0; i < config.layers(); i++) {
        String layer = "encoder.layer." + i + ".";
        Value in = x;
        x = g.scope("encoder.layer." + i, b -> layer(b, layer, in, scores));
      }
      Value hidden = x;
      Value pooled = g.scope("pooler", b -> pooler(b, hidden));
      return g.output("last_hidden_state", hidden).output("pooler_output", pooled).build();
    }

    /** What is added to the scores [batch, heads, tokens, tokens]: 0, or the lowest float. */
    private static Value scores(GraphBuilder g, Value mask) {
      Value axes = g.add("axes", new Constant(LongTensor.wrap(new long[] {1, 2}, 2)));
      Value rows = g.add("rows", new Unsqueeze(), mask, axes);
      Value keep = g.add("keep", new Cast(Cast.To.FLOAT32), rows);
      Value one = g.add("one", new Constant(FloatTensor.scalar(1)));
      Value hide = g.add("hide", new Arithmetic(FloatBinary.Op.SUB), one, keep);
      Value lowest = g.add("lowest", new Constant(FloatTensor.scalar(-Float.MAX_VALUE)));
      return g.add("scores", new Arithmetic(FloatBinary.Op.MUL), hide, lowest);
    }

    private Value embeddings(GraphBuilder g, Value ids, Value types) {
      Value words = g.add("word_embeddings", embedding("word_embeddings"), ids);
      Value segments = g.add("token_type_embeddings", embedding("token_type_embeddings"), types);
      Value places = g.add("position_embeddings", embedding("position_embeddings"), places(g, ids));
      Arithmetic add = new Arithmetic(FloatBinary.Op.ADD);
      Value sum = g.add("sum", add, g.add("words", add, words, segments), places);
      return g.add("LayerNorm", norm("embeddings.LayerNorm"), sum);
    }

    /** 0, 1, 2 and so on, [1, tokens]. */
    private Value places(GraphBuilder g, Value ids) {
      long[] all = LongStream.range(0, config.maxPositions()).toArray();
      Value places = g.add("position_ids", new Constant(LongTensor.wrap(all, 1, all.length)));
      Value from = g.add("from", new Constant(LongTensor.wrap(new long[] {0}, 1)));
      Value to = g.add("tokens", new ShapeOf(1, 2), ids);
      Value axis = g.add("axis", new Constant(LongTensor.wrap(new long[] {1}, 1)));
      return g.add("positions", new Slice(true, false), places, from, to, axis);
    }

    private Value layer(GraphBuilder g, String name, Value x, Value mask) {
      Value q = linear(g, name, "attention.self.query", x);
      Value k = linear(g, name, "attention.self.key", x);
      Value v = linear(g, name, "attention.self.value", x);
      float scale = (float) (1 / Math.sqrt((double) config.hidden() / config.heads()));
      Value mixed = g.add("attention.self", new Attention(config.heads(), scale), q, k, v, mask);
      Value attended = linear(g, name, "attention.output.dense", mixed);
      String normName = "attention.output.LayerNorm";
      Value h = g.add(normName, norm(name + normName), attended, x);
      Value wide = linear(g, name, "intermediate.dense", h);
      Value active = g.add("intermediate.gelu", new Activation(FloatUnary.Op.GELU), wide);
      Value narrow = linear(g, name, "output.dense", active);
      return g.add("output.LayerNorm", norm(name + "output.LayerNorm"), narrow, h);
    }

    private Value pooler(GraphBuilder g, Value hidden) {
      Value zero = g.add("first", new Constant(LongTensor.wrap(new long[1])));
      Value first = g.add("tokens", new Gather(1), hidden, zero);
      Value dense = linear(g, "pooler.", "dense", first);
      return g.add("activation", new Activation(FloatUnary.Op.TANH), dense);
    }

    private Value linear(GraphBuilder g, String scope, String name, Value x) {
      FloatTensor weight = weights.get(scope + name + ".weight");
      return g.add(name, new Linear(weight, weights.get(scope + name + ".bias")), x);
    }

    private Embedding embedding(String name) {
      return new Embedding(weights.get("embeddings." + name + ".weight"));
    }

    private LayerNorm norm(String name) {
      return new LayerNorm(
          weights.get(name + ".weight"), weights.get(name + ".bias"), config.eps());
    }
  }
}
