package dev.octet.quantization;

import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.DynamicLinear;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Lets a dynamic linear layer apply the ReLU that alone reads it (PyTorch: {@code
 * quantized::linear_relu_dynamic}).
 */
final class FuseRelu {
  private FuseRelu() {}

  static Graph in(Graph graph) {
    Map<String, Integer> readers = new HashMap<>();
    graph.nodes().forEach(n -> n.inputs().forEach(v -> readers.merge(v, 1, Integer::sum)));
    for (Output o : graph.outputs()) {
      readers.merge(o.value(), 1, Integer::sum);
    }
    Map<String, Node> linears = new HashMap<>();
    Map<String, String> fused = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node n : graph.nodes()) {
      Node linear = isRelu(n) ? linears.get(n.inputs().getFirst()) : null;
      if (linear != null) {
        DynamicLinear d = (DynamicLinear) linear.module();
        DynamicLinear withRelu =
            new DynamicLinear(d.weight(), d.bias(), d.perRow(), d.reduceRange(), true);
        nodes.set(
            nodes.indexOf(linear), new Node(linear.name(), withRelu, linear.inputs(), n.outputs()));
        fused.put(n.name(), linear.name());
      } else {
        nodes.add(n);
        if (n.module() instanceof DynamicLinear && readers.getOrDefault(n.output(), 0) == 1) {
          linears.put(n.output(), n);
        }
      }
    }
    return new Graph(graph.inputs(), nodes, graph.outputs(), report(graph.coverage(), fused));
  }

  private static boolean isRelu(Node node) {
    return node.module() instanceof Activation a && a.op() == FloatUnary.Op.RELU;
  }

  private static Coverage report(Coverage coverage, Map<String, String> fused) {
    return new Coverage(
        coverage.entries().stream()
            .map(
                e ->
                    fused.containsKey(e.node())
                        ? new Coverage.Entry(
                            e.node(),
                            e.was(),
                            "-",
                            "fused into '" + fused.get(e.node()) + "'",
                            0,
                            0)
                        : e)
            .toList());
  }
}
