package dev.octet.quantization;

import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.LayerNorm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes the sum that a layer normalization has joined out of it again: as integers, the sum has a
 * scale of its own.
 */
final class SplitSums {
  private SplitSums() {}

  static Graph in(Graph graph) {
    Set<String> taken = new HashSet<>();
    graph.inputs().forEach(i -> taken.add(i.name()));
    graph.nodes().forEach(n -> taken.add(n.name()));
    graph.nodes().forEach(n -> taken.addAll(n.outputs()));
    List<Node> nodes = new ArrayList<>();
    for (Node n : graph.nodes()) {
      if (n.module() instanceof LayerNorm && n.inputs().size() == 2) {
        String name = n.name() + ".add";
        while (!taken.add(name)) {
          name += "_";
        }
        Arithmetic sum = new Arithmetic(FloatBinary.Op.ADD);
        nodes.add(new Node(name, sum, n.inputs(), List.of(name)));
        nodes.add(new Node(n.name(), n.module(), List.of(name), n.outputs()));
      } else {
        nodes.add(n);
      }
    }
    return new Graph(graph.inputs(), nodes, graph.outputs(), graph.coverage());
  }
}
