package dev.octet.quantization.numeric;

import dev.octet.engine.Engine;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.ByteEmbedding;
import dev.octet.nn.modules.ByteEmbeddingBag;
import dev.octet.quantization.numeric.Comparison.Kind;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Finds the layer that hurts. All of it takes the float graph that integers were made from, with
 * fused layers, {@link dev.octet.quantization.PreparedGraph#graph}, since nodes and values are
 * matched by their names; and the graph that {@code convert} or {@code quantizeDynamic} made.
 *
 * <pre>{@code
 * log.info("{}", NumericSuite.shadow(prepared.graph(), int8, batches).worstFirst());
 * }</pre>
 */
public final class NumericSuite {
  private NumericSuite() {}

  /**
   * Weights beside what their integers stand for (PyTorch: {@code compare_weights}): every tensor
   * of a float module whose namesake in the quantized module is of integers, and tables of
   * embeddings.
   *
   * @param floats the float graph, with fused layers
   * @param quantized the graph made from it
   * @return an entry for each quantized weight
   * @throws IllegalArgumentException if a weight has another shape in the other graph; names its
   *     node
   */
  public static Comparison weights(Graph floats, Graph quantized) {
    Pairs pairs = new Pairs(floats, quantized);
    for (Node n : quantized.nodes()) {
      Node f = pairs.counterpart(n);
      if (f == null) {
        continue;
      }
      pairs.match(n, f);
      Map<String, Tensor> integers = integers(n.module());
      f.module()
          .state()
          .tensors()
          .forEach(
              (name, t) -> {
                if (t instanceof FloatTensor x && integers.containsKey(name)) {
                  add(n, pairs.of(n, name, f), x, integers.get(name));
                }
              });
    }
    return pairs.comparison(Kind.WEIGHTS);
  }

  private static Map<String, Tensor> integers(Module module) {
    return switch (module) {
      case ByteEmbedding e -> Map.of("weight", e.dequantize());
      case ByteEmbeddingBag b -> Map.of("weight", b.table().dequantize());
      default -> {
        Map<String, Tensor> integers = new LinkedHashMap<>(module.state().tensors());
        integers.values().removeIf(t -> !(t instanceof QTensor));
        yield integers;
      }
    };
  }

  private static void add(Node n, Sums sums, FloatTensor x, Tensor y) {
    try {
      sums.add(x, y);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(n.title() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs both graphs on the same inputs and compares what their nodes make (PyTorch: {@code
   * compare_model_outputs}): errors add up from node to node. Values are matched by name; an input
   * that is quantized is compared with itself. Memory does not grow with the number of batches; of
   * one batch all values of the float graph are held.
   *
   * @param floats the float graph, with fused layers
   * @param quantized the graph made from it
   * @param batches inputs by name
   * @return an entry for each value of real numbers that both make
   * @throws IllegalArgumentException if there is no batch, an input does not fit, or a value has
   *     another shape in the other graph; names batch and node
   */
  public static Comparison outputs(
      Graph floats, Graph quantized, Iterable<? extends Map<String, ? extends Tensor>> batches) {
    Pairs pairs = new Pairs(floats, quantized);
    Session first = floats.session(SessionOptions.defaults());
    Session second = quantized.session(SessionOptions.defaults());
    Map<String, Node> makers = new HashMap<>();
    Map<String, String> counterparts = new HashMap<>();
    for (Node n : quantized.nodes()) {
      for (String v : n.outputs()) {
        String x = pairs.counterpart(n, v);
        if (x != null) {
          pairs.match(n, pairs.maker(x));
          makers.put(v, n);
          counterparts.put(v, x);
        }
      }
    }
    forEach(
        batches,
        batch -> {
          Map<String, FloatTensor> real = new HashMap<>();
          first.run(
              batch,
              (value, t) -> {
                if (counterparts.containsValue(value) && Sums.isReal(t)) {
                  real.put(value, Sums.real(t));
                }
              });
          second.run(
              batch,
              (value, t) -> {
                String x = counterparts.get(value);
                if (x != null && real.containsKey(x) && Sums.isReal(t)) {
                  Node n = makers.get(value);
                  add(n, pairs.of(n, value, pairs.maker(x)), real.get(x), t);
                }
              });
        });
    return pairs.comparison(Kind.OUTPUTS);
  }

  /**
   * Runs the quantized graph, and beside each node the float module on that node's own inputs, made
   * real (PyTorch: {@code compare_model_stub}): every node's own error, whatever went wrong before
   * it. Nodes whose module is the same and sees no integers have none and are left out. Memory does
   * not grow with the number of batches; weights of both graphs are held.
   *
   * @param floats the float graph, with fused layers
   * @param quantized the graph made from it
   * @param batches inputs by name
   * @return an entry for each value that a quantized node makes
   * @throws IllegalArgumentException if there is no batch, an input does not fit, or a value has
   *     another shape in the other graph; names batch and node
   */
  public static Comparison shadow(
      Graph floats, Graph quantized, Iterable<? extends Map<String, ? extends Tensor>> batches) {
    Pairs pairs = new Pairs(floats, quantized);
    Session session = quantized.session(SessionOptions.defaults());
    Shadow shadow = new Shadow(pairs, quantized, Engine.standard());
    forEach(
        batches,
        batch -> {
          shadow.start();
          session.run(batch, shadow);
        });
    return pairs.comparison(Kind.SHADOW);
  }

  private static void forEach(
      Iterable<? extends Map<String, ? extends Tensor>> batches,
      Consumer<Map<String, Tensor>> run) {
    int number = 0;
    for (Map<String, ? extends Tensor> batch : batches) {
      try {
        run.accept(Map.copyOf(batch));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("batch " + number + ": " + e.getMessage(), e);
      }
      number++;
    }
    if (number == 0) {
      throw new IllegalArgumentException("no batch to compare on");
    }
  }
}
