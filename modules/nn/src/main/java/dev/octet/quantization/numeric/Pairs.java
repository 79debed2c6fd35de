package dev.octet.quantization.numeric;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.quantized.Quantize;
import dev.octet.quantization.numeric.Comparison.Entry;
import dev.octet.quantization.numeric.Comparison.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** What of a float graph belongs to what of a quantized one, and how it differs. */
final class Pairs {
  private final Graph floats;
  private final Graph quantized;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Node> byName = new HashMap<>();
  private final Set<String> inputs = new HashSet<>();
  private final Map<Key, Sums> sums = new LinkedHashMap<>();
  private final Set<String> matched = new HashSet<>();
  private final Set<String> matchedQuantized = new HashSet<>();

  private record Key(String node, String value, String was, String became) {}

  Pairs(Graph floats, Graph quantized) {
    this.floats = floats;
    this.quantized = quantized;
    floats.inputs().forEach(i -> inputs.add(i.name()));
    for (Node n : floats.nodes()) {
      byName.put(n.name(), n);
      n.outputs().forEach(v -> makers.put(v, n));
    }
  }

  /** The float node of the same name that makes the same values, or null. */
  Node counterpart(Node n) {
    Node f = byName.get(n.name());
    return f != null && f.outputs().equals(n.outputs()) ? f : null;
  }

  /** The value of the float graph that a value of the quantized one belongs to, or null. */
  String counterpart(Node n, String value) {
    if (makers.containsKey(value)) {
      return value;
    }
    String read = n.module() instanceof Quantize ? n.inputs().getFirst() : null;
    return makers.containsKey(read) || inputs.contains(read) ? read : null;
  }

  /** The float node that makes a value; null for an input. */
  Node maker(String floatValue) {
    return makers.get(floatValue);
  }

  /** Notes that a node has a counterpart; null is an input. */
  void match(Node n, Node f) {
    matchedQuantized.add(n.name());
    if (f != null) {
      matched.add(f.name());
    }
  }

  /** What the difference between a node's value and its counterpart is gathered in. */
  Sums of(Node n, String value, Node f) {
    String was = f == null ? "input" : f.module().type();
    Key key = new Key(n.name(), value, was, n.module().type());
    return sums.computeIfAbsent(key, k -> new Sums());
  }

  Comparison comparison(Kind kind) {
    List<Entry> entries = new ArrayList<>();
    sums.forEach(
        (k, s) -> entries.add(new Entry(k.node, k.value, k.was, k.became, s.difference())));
    return new Comparison(
        kind,
        entries,
        names(floats, n -> !matched.contains(n)),
        names(quantized, n -> !matchedQuantized.contains(n)));
  }

  private static List<String> names(Graph graph, Predicate<String> which) {
    return graph.nodes().stream()
        .filter(n -> !(n.module() instanceof Constant))
        .map(Node::name)
        .filter(which)
        .toList();
  }
}
