package dev.octet.quantization;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.pass.EqualShapes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Joins neighbouring layers. A joined layer has the first one's name and makes the last one's
 * value.
 */
final class Fuse {
  private final Graph graph;
  private final Fusions fusions;
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final EqualShapes shapes;

  private Fuse(Graph graph, Fusions fusions) {
    this.graph = graph;
    this.fusions = fusions;
    this.shapes = new EqualShapes(graph);
    for (Node n : graph.nodes()) {
      nodes.put(n.name(), n);
      n.inputs().forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>()).add(n));
    }
    graph.outputs().forEach(o -> outputs.add(o.value()));
  }

  static Graph all(Graph graph, Fusions fusions) {
    Fuse fuse = new Fuse(graph, fusions);
    for (Node n : graph.nodes()) {
      fuse.grow(n.name());
    }
    return fuse.result();
  }

  static Graph chains(Graph graph, Fusions fusions, List<List<String>> chains) {
    Fuse fuse = new Fuse(graph, fusions);
    for (List<String> chain : chains) {
      chain.forEach(graph::node);
      for (String next : chain.subList(1, chain.size())) {
        Node first = fuse.nodes.get(chain.getFirst());
        Node reader = first == null ? null : fuse.onlyReader(first);
        if (reader == null || !reader.name().equals(next) || !fuse.join(first, reader)) {
          throw new IllegalArgumentException(
              "cannot fuse "
                  + chain
                  + ": '"
                  + next
                  + "' ("
                  + graph.node(next).module().type()
                  + ") does not join what is before it, "
                  + (first == null ? "which is fused already" : first.module().type())
                  + ", or is not the only one that reads it");
        }
      }
    }
    return fuse.result();
  }

  /** Joins a node with its readers as long as that goes. */
  private void grow(String name) {
    boolean grown = true;
    while (grown) {
      Node first = nodes.get(name);
      Node next = first == null ? null : onlyReader(first);
      grown = next != null && join(first, next);
    }
  }

  private Node onlyReader(Node node) {
    List<Node> all = readers.getOrDefault(node.output(), List.of());
    boolean alone = node.outputs().size() == 1 && all.size() == 1;
    return alone && !outputs.contains(node.output()) ? all.getFirst() : null;
  }

  private boolean join(Node first, Node next) {
    Optional<Module> joined = fusions.join(first.module(), next.module());
    if (joined.isEmpty() || !sameShape(first, next)) {
      return false;
    }
    List<String> inputs = new ArrayList<>(first.inputs());
    next.inputs().stream().filter(v -> !v.equals(first.output())).forEach(inputs::add);
    Node node = new Node(first.name(), joined.get(), inputs, next.outputs());
    nodes.remove(next.name());
    nodes.put(first.name(), node);
    readers.remove(first.output());
    inputs.forEach(v -> readers.get(v).replaceAll(n -> n == first || n == next ? node : n));
    return true;
  }

  /** A sum that a layer is to compute must not broadcast. */
  private boolean sameShape(Node first, Node next) {
    if (!(next.module() instanceof Arithmetic)) {
      return true;
    }
    return next.inputs().stream().allMatch(v -> shapes.of(first.output(), v));
  }

  private Graph result() {
    return new Graph(
        graph.inputs(), List.copyOf(nodes.values()), graph.outputs(), graph.coverage());
  }
}
