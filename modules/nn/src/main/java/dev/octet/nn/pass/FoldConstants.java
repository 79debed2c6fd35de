package dev.octet.nn.pass;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Cast;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.modules.Gather;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.ShapeOf;
import dev.octet.nn.modules.Slice;
import dev.octet.nn.modules.Squeeze;
import dev.octet.nn.modules.Transpose;
import dev.octet.nn.modules.Unsqueeze;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes now what no input has a part in, and reads sizes off the inputs directly where an
 * exporter wrote a chain of operations for it. Only operations whose work is in proportion to their
 * result are computed, and only while results stay in proportion to the graph's own constants: a
 * small file must not unfold into a large graph.
 */
final class FoldConstants {
  private static final long FREE_ELEMENTS = 1 << 22;

  private final Graph graph;
  private final SymbolicShapes shapes;
  private final Map<String, Tensor> constants = new HashMap<>();
  private long budget = FREE_ELEMENTS;
  private Execution execution;

  private FoldConstants(Graph graph) {
    this.graph = graph;
    this.shapes = new SymbolicShapes(graph);
  }

  static Graph folded(Graph graph) {
    return new FoldConstants(graph).folded();
  }

  private Graph folded() {
    List<Node> nodes = new ArrayList<>();
    for (Node n : graph.nodes()) {
      Node now = n.outputs().size() == 1 ? folded(n) : n;
      if (now.module() instanceof Constant c) {
        constants.put(now.output(), c.value());
        budget += now == n ? c.value().shape().size() : 0;
      }
      nodes.add(now);
    }
    return DeadNodes.removed(graph, nodes);
  }

  private Node folded(Node n) {
    Node known = fromElements(n);
    if (known != n) {
      return known;
    }
    boolean cheap =
        switch (n.module()) {
          case Activation a -> true;
          case Arithmetic a -> true;
          case Cast c -> true;
          case Concat c -> true;
          case Gather g -> true;
          case ReduceMean m -> true;
          case Reshape r -> true;
          case Slice s -> true;
          case Squeeze s -> true;
          case Transpose t -> true;
          case Unsqueeze u -> true;
          default -> false;
        };
    long size = cheap && constants.keySet().containsAll(n.inputs()) ? size(n) : -1;
    if (size < 0 || size > budget) {
      return n;
    }
    budget -= size;
    return new Node(n.name(), new Constant(computed(n)), List.of(), n.outputs());
  }

  /** Integers that are all known, or that are sizes of one input side by side. */
  private Node fromElements(Node n) {
    List<Dim> e = shapes.elements(n.output());
    List<Dim> dims = shapes.dims(n.output());
    if (e == null || e.isEmpty() || n.module() instanceof Constant) {
      return n;
    }
    if (e.stream().allMatch(Dim::isConstant)) {
      long[] values = e.stream().mapToLong(Dim::constant).toArray();
      Shape shape = dims.isEmpty() ? Shape.of() : Shape.of(values.length);
      return new Node(
          n.name(), new Constant(LongTensor.wrap(values, 0, shape)), List.of(), n.outputs());
    }
    Dim first = e.getFirst();
    boolean sizes = dims.size() == 1 && first.isSize() && isInput(first.value());
    for (int i = 0; i < e.size(); i++) {
      sizes &= e.get(i).equals(Dim.of(first.value(), first.axis() + i));
    }
    return sizes
        ? new Node(
            n.name(),
            new ShapeOf(first.axis(), first.axis() + e.size()),
            List.of(first.value()),
            n.outputs())
        : n;
  }

  private boolean isInput(String value) {
    return graph.inputs().stream().anyMatch(i -> i.name().equals(value));
  }

  /** How many elements a node makes; -1 when that is not known. */
  private long size(Node n) {
    List<Dim> dims = shapes.dims(n.output());
    if (dims == null || !dims.stream().allMatch(Dim::isConstant)) {
      return -1;
    }
    long size = 1;
    for (Dim d : dims) {
      size = Math.min(size * d.constant(), 1L << 31);
    }
    return size;
  }

  private Tensor computed(Node n) {
    if (execution == null) {
      execution = Execution.of(Engine.standard(), 1);
    }
    try {
      List<Tensor> inputs = n.inputs().stream().map(constants::get).toList();
      return n.module().forward(inputs, execution).getFirst().copy();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(n.title() + ": " + e.getMessage(), e);
    } finally {
      execution.finish();
    }
  }
}
