package dev.octet.quantization;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.Linear;
import dev.octet.numerics.ByteParams;
import dev.octet.observe.QConfig;
import dev.octet.quantization.Placement.Slot;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The numbers of a conversion from the state dict of a network that PyTorch has quantized: {@code
 * conv1.weight}, {@code conv1.bias}, {@code conv1.scale}, {@code conv1.zero_point}.
 */
final class QuantizedState implements Converter.Numbers {
  /** PyTorch's name for the stub that quantizes the input. */
  private static final String STUB = "quant";

  private final Map<String, ? extends Tensor> tensors;
  private final Set<String> inputs = new HashSet<>();
  private final Set<String> used = new HashSet<>();
  private final List<String> problems = new ArrayList<>();

  private QuantizedState(Graph graph, Map<String, ? extends Tensor> tensors) {
    this.tensors = tensors;
    graph.inputs().forEach(i -> inputs.add(i.name()));
  }

  static Graph converted(PreparedGraph prepared, Map<String, ? extends Tensor> tensors) {
    QuantizedState state = new QuantizedState(prepared.graph(), tensors);
    List<String> missing = state.missing(prepared);
    if (missing.isEmpty()) {
      Graph graph = Converter.converted(prepared, state);
      missing = List.of();
      if (state.used.containsAll(tensors.keySet()) && state.problems.isEmpty()) {
        return graph;
      }
    }
    List<String> unexpected = new ArrayList<>(tensors.keySet());
    unexpected.removeAll(state.used);
    throw new IllegalArgumentException(
        "quantized state dict does not fit: missing "
            + missing
            + ", unexpected "
            + (missing.isEmpty() ? unexpected : "not looked at")
            + ", of another kind "
            + state.problems);
  }

  private List<String> missing(PreparedGraph prepared) {
    List<String> missing = new ArrayList<>();
    for (Slot slot : prepared.placement().slots()) {
      for (String key : List.of(".scale", ".zero_point")) {
        if (!tensors.containsKey(name(slot) + key)) {
          missing.add(name(slot) + key);
        }
      }
    }
    for (Node n : prepared.graph().nodes()) {
      boolean weighted = n.module() instanceof Conv || n.module() instanceof Linear;
      if (weighted
          && prepared.placement().rule(n) != null
          && !tensors.containsKey(n.name() + ".weight")) {
        missing.add(n.name() + ".weight");
      }
    }
    return missing;
  }

  private String name(Slot slot) {
    return inputs.contains(slot.value()) ? STUB : slot.name();
  }

  private Tensor take(String name) {
    used.add(name);
    return tensors.get(name);
  }

  @Override
  public ByteParams activation(Slot slot) {
    String name = name(slot);
    DType dtype = slot.qconfig().activation().get().dtype();
    double scale = number(name + ".scale");
    double zeroPoint = number(name + ".zero_point");
    try {
      return new ByteParams((float) scale, (int) zeroPoint, dtype == DType.QUINT8);
    } catch (IllegalArgumentException e) {
      problems.add(name + ": " + e.getMessage());
      return new ByteParams(1f, 0, dtype == DType.QUINT8);
    }
  }

  private double number(String name) {
    Tensor t = take(name);
    if (t.shape().size() == 1 && t instanceof FloatTensor f) {
      return f.toArray()[0];
    }
    if (t.shape().size() == 1 && t instanceof LongTensor l) {
      return l.toArray()[0];
    }
    problems.add(name + " " + t.dtype() + " " + t.shape() + ", expected a number");
    return 1;
  }

  @Override
  public QTensor weight(Node node, FloatTensor weight, QConfig qconfig) {
    String name = node.name() + ".weight";
    Tensor t = take(name);
    // The rule gives weights with output channels first; transposed ones are stored the other way.
    boolean transposed = node.module() instanceof Conv c && c.filter().transposed();
    Shape expected = weight.shape();
    if (t instanceof QTensor q) {
      QTensor first = transposed ? exchanged(q) : q;
      if (first.shape().equals(expected)) {
        return first;
      }
    }
    problems.add(name + " " + t.dtype() + " " + t.shape() + ", expected integers " + expected);
    return QTensor.quantizePerTensor(weight, 1f, 0, DType.QINT8);
  }

  private static QTensor exchanged(QTensor q) {
    int[] order = new int[q.shape().rank()];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < 2 ? 1 - i : i;
    }
    return q.transpose(order);
  }

  @Override
  public Module module(Node node) {
    String name = node.name() + ".bias";
    return switch (node.module()) {
      case Conv c ->
          new Conv(
              c.spatial(),
              c.filter(),
              c.weight(),
              bias(name, c.filter().outChannels()),
              c.add(),
              c.limits());
      case Linear l -> new Linear(l.weight(), bias(name, l.weight().shape().dim(0)), l.limits());
      default -> node.module();
    };
  }

  /** A missing bias is none. */
  private FloatTensor bias(String name, int channels) {
    Tensor t = tensors.containsKey(name) ? take(name) : null;
    if (t == null) {
      return null;
    }
    if (t instanceof FloatTensor f && f.shape().equals(Shape.of(channels))) {
      return f;
    }
    problems.add(name + " " + t.dtype() + " " + t.shape() + ", expected [" + channels + "]");
    return null;
  }
}
