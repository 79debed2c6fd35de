package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.nn.Module;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what is computed several times: nodes with equal modules and the same inputs.
 * Modules with weights are left alone; exporters share those themselves.
 */
final class MergeEqual {
  private MergeEqual() {}

  private record Work(Module module, List<String> inputs) {}

  static Graph merged(Graph graph) {
    Map<Work, Node> seen = new HashMap<>();
    Map<String, String> same = new HashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (Node n : graph.nodes()) {
      List<String> inputs = n.inputs().stream().map(v -> same.getOrDefault(v, v)).toList();
      Node renamed = new Node(n.name(), n.module(), inputs, n.outputs());
      Node first =
          n.module().state().tensors().isEmpty()
              ? seen.putIfAbsent(new Work(n.module(), inputs), renamed)
              : null;
      if (first == null) {
        nodes.add(renamed);
      } else {
        for (int i = 0; i < n.outputs().size(); i++) {
          same.put(n.outputs().get(i), first.outputs().get(i));
        }
      }
    }
    List<Output> outputs =
        graph.outputs().stream()
            .map(o -> new Output(o.name(), same.getOrDefault(o.value(), o.value())))
            .toList();
    return new Graph(graph.inputs(), nodes, outputs, graph.coverage());
  }
}
