package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Removes what no output needs. */
final class DeadNodes {
  private DeadNodes() {}

  static Graph removed(Graph graph) {
    return removed(graph, graph.nodes());
  }

  /** A graph of some nodes, without those that no output needs. */
  static Graph removed(Graph graph, List<Node> nodes) {
    Map<String, Node> makers = new HashMap<>();
    nodes.forEach(n -> n.outputs().forEach(v -> makers.put(v, n)));
    Set<String> needed = new HashSet<>();
    Deque<String> open = new ArrayDeque<>();
    graph.outputs().forEach(o -> open.add(o.value()));
    while (!open.isEmpty()) {
      Node maker = makers.get(open.pop());
      if (maker != null && needed.add(maker.output())) {
        open.addAll(maker.inputs());
      }
    }
    List<Node> live = new ArrayList<>(nodes);
    live.removeIf(n -> !needed.contains(n.output()));
    return new Graph(graph.inputs(), live, graph.outputs(), graph.coverage());
  }
}
