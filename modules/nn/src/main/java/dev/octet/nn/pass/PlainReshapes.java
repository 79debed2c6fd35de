package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Reshape;
import dev.octet.tensor.LongTensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives reshapes constant sizes where exporters compute them from sizes of the input: 0 stands for
 * the input's size at the same place, and -1 for one that is left over.
 */
final class PlainReshapes {
  private PlainReshapes() {}

  static Graph rewritten(Graph graph) {
    SymbolicShapes shapes = new SymbolicShapes(graph);
    Set<String> names = new HashSet<>();
    graph.inputs().forEach(i -> names.add(i.name()));
    for (Node n : graph.nodes()) {
      names.add(n.name());
      names.addAll(n.outputs());
    }
    List<Node> nodes = new ArrayList<>();
    for (Node n : graph.nodes()) {
      long[] sizes = n.module() instanceof Reshape r ? plain(r, n, shapes) : null;
      if (sizes == null) {
        nodes.add(n);
        continue;
      }
      String name = n.name() + ".sizes";
      for (int i = 1; !names.add(name); i++) {
        name = n.name() + ".sizes_" + i;
      }
      nodes.add(Node.of(name, new Constant(LongTensor.wrap(sizes, sizes.length))));
      nodes.add(
          new Node(n.name(), new Reshape(false), List.of(n.inputs().get(0), name), n.outputs()));
    }
    return DeadNodes.removed(graph, nodes);
  }

  /** The sizes as constants; null where they are already, or cannot be. */
  private static long[] plain(Reshape reshape, Node node, SymbolicShapes shapes) {
    List<Dim> x = shapes.dims(node.inputs().get(0));
    List<Dim> sizes = shapes.elements(node.inputs().get(1));
    if (x == null || sizes == null || sizes.stream().allMatch(Dim::isConstant)) {
      return null;
    }
    long[] plain = new long[sizes.size()];
    boolean open = false;
    for (int i = 0; i < plain.length; i++) {
      Dim size = sizes.get(i);
      boolean same = i < x.size() && size.equals(x.get(i));
      plain[i] = size.isConstant() ? size.constant() : same ? 0 : -1;
      boolean empty = size.is(0) && reshape.allowZero();
      if (empty || (plain[i] == -1 && open)) {
        return null;
      }
      open |= plain[i] == -1;
    }
    return plain;
  }
}
