package dev.octet.quantization;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Constant;
import dev.octet.nn.quantized.Dequantize;
import dev.octet.nn.quantized.Quantize;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.Observer;
import dev.octet.observe.QConfig;
import dev.octet.quantization.Placement.Slot;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Makes the graph that works on integers: modules by their rules, and quantize and dequantize at
 * the borders.
 */
final class Converter {
  /** Where the numbers of a conversion come from. */
  interface Numbers {
    ByteParams activation(Slot slot);

    QTensor weight(Node node, FloatTensor weight, QConfig qconfig);

    /** The float module to convert. */
    default Module module(Node node) {
      return node.module();
    }
  }

  private final Graph graph;
  private final Placement placement;
  private final Numbers numbers;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Coverage.Entry> entries = new ArrayList<>();
  private final Map<String, ByteParams> params = new HashMap<>();
  private final Map<String, String> quantized = new HashMap<>();
  private final Map<String, String> dequantized = new HashMap<>();
  private final Map<String, Constant> constants = new HashMap<>();
  private final Set<String> names = new HashSet<>();

  private Converter(PreparedGraph prepared, Numbers numbers) {
    this.graph = prepared.graph();
    this.placement = prepared.placement();
    this.numbers = numbers;
    graph.inputs().forEach(i -> names.add(i.name()));
    for (Node n : graph.nodes()) {
      names.add(n.name());
      names.addAll(n.outputs());
      if (n.module() instanceof Constant c) {
        constants.put(n.output(), c);
      }
    }
  }

  static Graph converted(PreparedGraph prepared, Numbers numbers) {
    return new Converter(prepared, numbers).converted();
  }

  private Graph converted() {
    placement.slots().forEach(s -> params.put(s.value(), numbers.activation(s)));
    graph.nodes().forEach(this::convert);
    List<Output> outputs =
        graph.outputs().stream().map(o -> new Output(o.name(), asFloat(o.value()))).toList();
    return dropUnread(new Graph(graph.inputs(), nodes, outputs, new Coverage(entries)));
  }

  private void convert(Node n) {
    if (n.module() instanceof Constant) {
      nodes.add(n);
      return;
    }
    StaticRule rule = placement.rule(n);
    Node now = rule == null ? dynamic(n) : integers(n, rule);
    nodes.add(now);
    String why = rule == null ? placement.reason(n) : how(n, rule);
    entries.add(
        new Coverage.Entry(
            n.name(),
            n.module().type(),
            now.module().type(),
            now.module() == n.module() || rule != null ? why : "by its configuration",
            n.module().state().bytes(),
            now.module().state().bytes()));
  }

  /** A node that stays on floats; its configuration may still quantize its weights. */
  private Node dynamic(Node n) {
    List<String> inputs = n.inputs().stream().map(this::asFloat).toList();
    Module module = Rules.byConfiguration(n.module(), placement.qconfig(n));
    return new Node(n.name(), module, inputs, n.outputs());
  }

  private Node integers(Node n, StaticRule rule) {
    List<String> data = placement.dataInputs(n);
    List<String> inputs = new ArrayList<>();
    List<ByteParams> stand = new ArrayList<>();
    for (int i = 0; i < n.inputs().size(); i++) {
      String value = n.inputs().get(i);
      inputs.add(i < data.size() ? asIntegers(value) : asFloat(value));
      if (i < data.size()) {
        stand.add(params.get(value));
      }
    }
    try {
      ByteParams result =
          switch (placement.output(n, rule)) {
            case OBSERVED -> params.get(n.output());
            case INPUT -> stand.getFirst();
            case COMPUTED -> rule.params(n.module(), stand);
          };
      n.outputs().forEach(v -> params.putIfAbsent(v, result));
      Module module = rule.convert(numbers.module(n), context(n, stand, result));
      return new Node(n.name(), module, inputs, n.outputs());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(n.title() + ": " + e.getMessage(), e);
    }
  }

  private StaticRule.Context context(Node n, List<ByteParams> inputs, ByteParams output) {
    return new StaticRule.Context() {
      @Override
      public ByteParams input(int index) {
        return inputs.get(index);
      }

      @Override
      public ByteParams output() {
        return output;
      }

      @Override
      public QTensor weight(FloatTensor weight) {
        return numbers.weight(n, weight, placement.qconfig(n));
      }
    };
  }

  private String how(Node n, StaticRule rule) {
    ByteParams y = params.get(n.output());
    return switch (placement.output(n, rule)) {
      case OBSERVED -> "scale %s, zero point %d".formatted(y.scale(), y.zeroPoint());
      case INPUT -> "its input's scale";
      case COMPUTED -> "scale %s, zero point %d, computed".formatted(y.scale(), y.zeroPoint());
    };
  }

  /** A value as integers: as it is made, or quantized at the border. */
  private String asIntegers(String value) {
    if (placement.isInteger(value)) {
      return value;
    }
    return quantized.computeIfAbsent(value, v -> border(v, "quantize", quantize(v)));
  }

  private Node quantize(String value) {
    ByteParams p = params.get(value);
    Constant constant = constants.get(value);
    if (constant == null) {
      return Node.of("", new Quantize(p), value);
    }
    QTensor integers =
        QTensor.quantizePerTensor(
            (FloatTensor) constant.value(),
            p.scale(),
            p.zeroPoint(),
            p.unsigned() ? DType.QUINT8 : DType.QINT8);
    return Node.of("", new Constant(integers));
  }

  /** A value as floats: as it is made, or dequantized at the border. */
  private String asFloat(String value) {
    if (!placement.isInteger(value)) {
      return value;
    }
    return dequantized.computeIfAbsent(
        value, v -> border(v, "dequantize", Node.of("", new Dequantize(), v)));
  }

  private String border(String value, String what, Node node) {
    String name = value + "." + what;
    for (int i = 2; !names.add(name); i++) {
      name = value + "." + what + "_" + i;
    }
    nodes.add(new Node(name, node.module(), node.inputs(), List.of(name)));
    return name;
  }

  /** Constants that are quantized now have no reader as floats. */
  private static Graph dropUnread(Graph graph) {
    Set<String> read = new HashSet<>();
    graph.nodes().forEach(n -> read.addAll(n.inputs()));
    graph.outputs().forEach(o -> read.add(o.value()));
    List<Node> kept =
        graph.nodes().stream()
            .filter(n -> !(n.module() instanceof Constant) || read.contains(n.output()))
            .toList();
    return new Graph(graph.inputs(), kept, graph.outputs(), graph.coverage());
  }

  /** Numbers that the observers of a prepared graph have found. */
  static Numbers observed(PreparedGraph prepared) {
    Map<String, QParams> found = prepared.qparams();
    Map<String, Observer> observers = prepared.observers();
    return new Numbers() {
      @Override
      public ByteParams activation(Slot slot) {
        String name = prepared.title(slot);
        QParams p = found.get(name);
        DType dtype = observers.get(name).dtype();
        if (p.isPerChannel() || dtype == DType.QINT32 || !dtype.isQuantized()) {
          throw new IllegalArgumentException(
              "observer at '"
                  + name
                  + "' proposes "
                  + dtype
                  + " with "
                  + p
                  + "; activations have 8 bits and one scale");
        }
        return new ByteParams(p.scale(0), p.zeroPoint(0), dtype == DType.QUINT8);
      }

      @Override
      public QTensor weight(Node node, FloatTensor weight, QConfig qconfig) {
        Observer observer = qconfig.weight().get();
        observer.observe(weight);
        return QTensor.quantize(weight, observer.qparams(), observer.dtype());
      }
    };
  }
}
