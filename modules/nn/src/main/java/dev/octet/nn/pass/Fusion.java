package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A pattern of nodes that one node can replace. */
interface Fusion {
  /**
   * Looks for the pattern that ends in a node.
   *
   * @param last the node
   * @param uses the graph
   * @return a node that makes what {@code last} makes, or null when the pattern is not there
   */
  Node match(Node last, Uses uses);

  /** Replaces the pattern wherever it is; what only it needed goes. */
  default Graph apply(Graph graph) {
    Uses uses = new Uses(graph);
    List<Node> nodes = new ArrayList<>();
    Set<String> names = new HashSet<>();
    boolean changed = false;
    for (Node n : graph.nodes()) {
      Node fused = match(n, uses);
      changed |= fused != null;
      // Two patterns may claim one scope's name: the second keeps its last node's.
      boolean free = fused != null && names.add(fused.name());
      nodes.add(
          fused == null
              ? n
              : free ? fused : new Node(n.name(), fused.module(), fused.inputs(), fused.outputs()));
    }
    return changed ? DeadNodes.removed(graph, nodes) : graph;
  }
}
