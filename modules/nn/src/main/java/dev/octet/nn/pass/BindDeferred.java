package dev.octet.nn.pass;

import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Deferred;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Layers whose weights and settings are constant become layers with weights and settings. */
record BindDeferred() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    if (!(last.module() instanceof Deferred d)) {
      return null;
    }
    List<Tensor> rest = uses.constants(last.inputs().subList(1, last.inputs().size()));
    if (rest == null) {
      return null;
    }
    List<Dim> dims = uses.shapes().dims(last.inputs().getFirst());
    Module layer = layer(last, d, rest, dims);
    return layer == null
        ? null
        : new Node(last.name(), layer, last.inputs().subList(0, 1), last.outputs());
  }

  /** The layer itself; null where sizes that it needs are not known. */
  static Module layer(Node node, Deferred d, List<Tensor> rest, List<Dim> dims) {
    try {
      return d.bound(rest, Dim.sizes(dims));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node.title() + ": " + e.getMessage(), e);
    }
  }
}
