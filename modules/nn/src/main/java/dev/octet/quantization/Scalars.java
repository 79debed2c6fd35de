package dev.octet.quantization;

import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Scalar;
import dev.octet.tensor.FloatTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Sums and products with a constant number, whose scale need not be observed. Numbers so great or
 * small that scales could leave what floats and integers hold are left as they are.
 */
final class Scalars {
  /** With the least scale of an observer, 2^-23, fewer than 2^30 steps. */
  private static final float MOST_ADDED = 64;

  private static final float MOST_FACTOR = 0x1p20f;

  private Scalars() {}

  static Graph in(Graph graph) {
    Map<String, FloatTensor> numbers = new HashMap<>();
    for (Node n : graph.nodes()) {
      if (n.module() instanceof Constant c
          && c.value() instanceof FloatTensor t
          && t.shape().size() == 1
          && t.shape().rank() < 2) {
        numbers.put(n.output(), t);
      }
    }
    List<Node> nodes = new ArrayList<>();
    graph.nodes().forEach(n -> nodes.add(rewritten(n, numbers)));
    Set<String> read = new HashSet<>();
    nodes.forEach(n -> read.addAll(n.inputs()));
    graph.outputs().forEach(o -> read.add(o.value()));
    nodes.removeIf(n -> numbers.containsKey(n.output()) && !read.contains(n.output()));
    return new Graph(graph.inputs(), nodes, graph.outputs(), graph.coverage());
  }

  private static Node rewritten(Node n, Map<String, FloatTensor> numbers) {
    if (!(n.module() instanceof Arithmetic a) || !a.limits().isNone() || n.inputs().size() != 2) {
      return n;
    }
    String left = n.inputs().get(0);
    String right = n.inputs().get(1);
    if (numbers.containsKey(left) == numbers.containsKey(right)) {
      return n;
    }
    boolean behind = numbers.containsKey(right);
    float number = numbers.get(behind ? right : left).toArray()[0];
    String data = behind ? left : right;
    return switch (a.op()) {
      case ADD -> added(n, number, data);
      case SUB -> behind ? added(n, -number, data) : n;
      case MUL -> {
        float size = Math.abs(number);
        boolean fits = size >= 1 / MOST_FACTOR && size <= MOST_FACTOR;
        yield fits ? scalar(n, FloatBinary.Op.MUL, number, data) : n;
      }
      default -> n;
    };
  }

  private static Node added(Node n, float number, String data) {
    return Math.abs(number) < MOST_ADDED ? scalar(n, FloatBinary.Op.ADD, number, data) : n;
  }

  private static Node scalar(Node n, FloatBinary.Op op, float number, String data) {
    return new Node(n.name(), new Scalar(op, number), List.of(data), n.outputs());
  }
}
