package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Constant;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who makes a value and who reads it: what patterns are looked for in. */
final class Uses {
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Set<String> names = new HashSet<>();
  private final SymbolicShapes shapes;

  Uses(Graph graph) {
    for (Node n : graph.nodes()) {
      names.add(n.name());
      n.outputs().forEach(v -> makers.put(v, n));
      n.inputs().forEach(v -> readers.computeIfAbsent(v, k -> new ArrayList<>()).add(n));
    }
    graph.outputs().forEach(o -> outputs.add(o.value()));
    shapes = new SymbolicShapes(graph);
  }

  SymbolicShapes shapes() {
    return shapes;
  }

  /** The node that makes a value; null for an input. */
  Node maker(String value) {
    return makers.get(value);
  }

  /** The node that makes a value if its module is of a kind, else null. */
  Node maker(String value, Class<? extends Module> kind) {
    Node n = makers.get(value);
    return n != null && kind.isInstance(n.module()) ? n : null;
  }

  /** A value that never changes, or null. */
  Tensor constant(String value) {
    Node n = maker(value, Constant.class);
    return n == null ? null : ((Constant) n.module()).value();
  }

  /** Values that never change; null where one does. */
  List<Tensor> constants(List<String> values) {
    List<Tensor> all = new ArrayList<>();
    for (String v : values) {
      all.add(constant(v));
    }
    return all.contains(null) ? null : all;
  }

  FloatTensor floatConstant(String value) {
    return constant(value) instanceof FloatTensor f ? f : null;
  }

  /** Whether a value is a single float, of at most one dimension. */
  boolean isScalar(String value) {
    FloatTensor f = floatConstant(value);
    return f != null && f.shape().size() == 1 && f.shape().rank() <= 1;
  }

  /** Whether a value is a single float, near enough to a number that a formula has. */
  boolean isNumber(String value, double number) {
    FloatTensor f = floatConstant(value);
    return isScalar(value) && Math.abs(f.toArray()[0] - number) <= 1e-6 * Math.abs(number);
  }

  /** Whether nobody but members reads what the members, save the last, make. */
  boolean closed(Collection<Node> members, Node last) {
    Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(members);
    for (Node m : members) {
      for (String v : m.outputs()) {
        boolean inside =
            !outputs.contains(v) && set.containsAll(readers.getOrDefault(v, List.of()));
        if (m != last && !inside) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * A name for what replaces some nodes: the scope that they share, {@code encoder.0.LayerNorm} of
   * {@code encoder.0.LayerNorm.Sub} and {@code encoder.0.LayerNorm.Div}; where that is taken or
   * they share none, the last node's.
   */
  String name(Collection<Node> members, Node last) {
    String[] shared = null;
    int count = 0;
    for (Node m : members) {
      String[] parts = m.name().split("\\.", -1);
      if (shared == null) {
        shared = parts;
        count = members.size() == 1 ? parts.length - 1 : parts.length;
      }
      count = Math.min(count, parts.length);
      for (int i = 0; i < count; i++) {
        count = shared[i].equals(parts[i]) ? count : i;
      }
    }
    String scope = String.join(".", List.of(shared).subList(0, count));
    boolean own = members.stream().anyMatch(m -> m.name().equals(scope));
    return scope.isEmpty() || (names.contains(scope) && !own) ? last.name() : scope;
  }
}
