package dev.octet.quantization;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.observe.Observer;
import dev.octet.observe.QConfig;
import dev.octet.observe.ReuseInputObserver;
import dev.octet.quantization.StaticRule.Output;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where integers flow: which nodes work on them, and which values are observed for that. Integers
 * begin where a convolution or linear layer wants them, and go on as long as nodes have a rule.
 */
final class Placement {
  /**
   * A value that is observed.
   *
   * @param name the node or input that makes it
   * @param value the value
   * @param qconfig what it is observed with
   */
  record Slot(String name, String value, QConfig qconfig) {}

  private final Graph graph;
  private final QConfigMapping mapping;
  private final Map<String, StaticRule> rules;
  private final Map<String, String> kept = new LinkedHashMap<>();
  private final Map<String, StaticRule> placed = new LinkedHashMap<>();
  private final Set<String> integers = new HashSet<>();
  private final Map<String, Slot> slots = new LinkedHashMap<>();
  private final Map<String, String> makers = new HashMap<>();

  Placement(Graph graph, QConfigMapping mapping) {
    this.graph = graph;
    this.mapping = mapping;
    this.rules = mapping.rules();
    graph.inputs().forEach(i -> makers.put(i.name(), i.name()));
    graph.nodes().forEach(n -> n.outputs().forEach(v -> makers.put(v, n.name())));
    graph.nodes().forEach(this::place);
    graph.nodes().reversed().forEach(this::trim);
    graph.nodes().forEach(this::observe);
  }

  private void place(Node n) {
    if (n.module() instanceof Constant) {
      return;
    }
    StaticRule rule = Types.lookUp(rules, n.module().type(), null);
    Optional<String> reason =
        rule == null ? Optional.of("no rule for this type") : against(n, rule);
    if (reason.isPresent()) {
      kept.put(n.name(), reason.get());
    } else {
      placed.put(n.name(), rule);
      integers.addAll(n.outputs());
    }
  }

  private Optional<String> against(Node n, StaticRule rule) {
    QConfig qconfig = mapping.of(n);
    if (qconfig.isFloat()) {
      return Optional.of("the configuration keeps it float");
    }
    Observer observer = qconfig.activation().get();
    if (observer.isDynamic() || observer.dtype() == DType.FLOAT32) {
      return Optional.of("the configuration leaves its input float");
    }
    boolean follows = data(n, rule).stream().anyMatch(integers::contains);
    if (!rule.starts() && !follows) {
      return Optional.of("what it reads is float");
    }
    return rule.refuses(n.module());
  }

  /** A function of fixed range whose integers nobody would work on stays float. */
  private void trim(Node n) {
    StaticRule rule = placed.get(n.name());
    if (rule == null || rule.output() != Output.COMPUTED) {
      return;
    }
    boolean read =
        graph.nodes().stream()
            .filter(r -> placed.containsKey(r.name()))
            .anyMatch(r -> data(r, placed.get(r.name())).stream().anyMatch(n.outputs()::contains));
    if (!read) {
      placed.remove(n.name());
      n.outputs().forEach(integers::remove);
      kept.put(n.name(), "nothing after it works on integers");
    }
  }

  private void observe(Node n) {
    StaticRule rule = placed.get(n.name());
    if (rule == null) {
      return;
    }
    QConfig qconfig = mapping.of(n);
    for (String v : data(n, rule)) {
      if (!integers.contains(v)) {
        slots.computeIfAbsent(v, k -> new Slot(makers.get(v), v, qconfig));
      }
    }
    if (output(n, rule) == Output.OBSERVED) {
      n.outputs().forEach(v -> slots.put(v, new Slot(n.name(), v, qconfig)));
    }
  }

  /**
   * Where a node's results have their scale from; a configuration can say that it is the input's.
   */
  Output output(Node n, StaticRule rule) {
    boolean reuses =
        rule.output() == Output.OBSERVED
            && mapping.of(n).activation().get() instanceof ReuseInputObserver;
    return reuses ? Output.INPUT : rule.output();
  }

  private static List<String> data(Node n, StaticRule rule) {
    return n.inputs().subList(0, rule.dataInputs(n.inputs().size()));
  }

  /** The rule of a node that works on integers, or null. */
  StaticRule rule(Node n) {
    return placed.get(n.name());
  }

  List<String> dataInputs(Node n) {
    return data(n, placed.get(n.name()));
  }

  /** Whether a value is made as integers. */
  boolean isInteger(String value) {
    return integers.contains(value);
  }

  /** Why a node stays float. */
  String reason(Node n) {
    return kept.get(n.name());
  }

  QConfig qconfig(Node n) {
    return mapping.of(n);
  }

  List<Slot> slots() {
    return new ArrayList<>(slots.values());
  }
}
