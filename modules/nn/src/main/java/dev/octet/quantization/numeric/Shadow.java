package dev.octet.quantization.numeric;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.Session;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Identity;
import dev.octet.nn.quantized.Quantize;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs the quantized graph, and beside each of its nodes the float module on the same inputs made
 * real.
 */
final class Shadow implements Session.Watcher {
  private final Pairs pairs;
  private final Execution execution;
  private final Map<String, Shaded> shaded = new LinkedHashMap<>();
  private final Map<String, Integer> reads = new HashMap<>();
  private final Map<String, Tensor> constants = new HashMap<>();
  private final Map<String, Tensor> live = new HashMap<>();
  private final Map<String, Integer> left = new HashMap<>();

  /**
   * A node and what it is compared with.
   *
   * @param node the quantized node
   * @param was the float node; null where an input is quantized
   * @param module the float module, ready to run
   */
  private record Shaded(Node node, Node was, Module module) {}

  Shadow(Pairs pairs, Graph quantized, Engine engine) {
    this.pairs = pairs;
    this.execution = Execution.of(engine, Runtime.getRuntime().availableProcessors());
    for (Node n : quantized.nodes()) {
      Node f = pairs.counterpart(n);
      boolean border = n.module() instanceof Quantize;
      if (n.module() instanceof Constant c) {
        constants.put(n.output(), c.value());
      } else if (border || f != null) {
        pairs.match(n, f);
        Module module = border ? new Identity() : f.module().prepare(engine);
        n.outputs().forEach(v -> shaded.put(v, new Shaded(n, f, module)));
        n.inputs().forEach(v -> reads.merge(v, 1, Integer::sum));
      }
    }
  }

  /** Forgets the values of the batch before. */
  void start() {
    live.clear();
    live.putAll(constants);
    left.clear();
    left.putAll(reads);
  }

  @Override
  public void made(String value, Tensor tensor) {
    Shaded s = shaded.get(value);
    if (s != null) {
      compare(s, value, tensor);
    }
    if (left.containsKey(value)) {
      live.put(value, Sums.isReal(tensor) ? tensor.copy() : tensor);
    }
  }

  private void compare(Shaded s, String value, Tensor tensor) {
    Node n = s.node;
    boolean integers = tensor instanceof QTensor;
    List<Tensor> inputs = new ArrayList<>();
    for (String v : n.inputs()) {
      Tensor t = live.get(v);
      integers |= t instanceof QTensor;
      inputs.add(t instanceof QTensor q ? q.dequantize() : t);
    }
    boolean same = s.was != null && s.was.module() == n.module() && !integers;
    if (!same && Sums.isReal(tensor)) {
      run(s, inputs, value, tensor);
    }
    if (value.equals(n.outputs().getLast())) {
      n.inputs().forEach(v -> left.computeIfPresent(v, (k, i) -> drop(k, i - 1)));
    }
  }

  private Integer drop(String value, int readers) {
    if (readers == 0) {
      live.remove(value);
    }
    return readers;
  }

  private void run(Shaded s, List<Tensor> inputs, String value, Tensor tensor) {
    try {
      List<Tensor> results = s.module.forward(inputs, execution);
      FloatTensor x = Sums.real(results.get(s.node.outputs().indexOf(value)));
      pairs.of(s.node, value, s.was).add(x, tensor);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(s.node.title() + ": " + e.getMessage(), e);
    } finally {
      execution.finish();
    }
  }
}
