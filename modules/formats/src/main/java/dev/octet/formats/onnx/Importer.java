package dev.octet.formats.onnx;

import dev.octet.formats.OnnxFormatException;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Input;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Constant;
import dev.octet.tensor.DType;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Makes a graph of a model, node by node: each operator becomes the module that does the same.
 * Values keep their names; nodes get dotted ones, {@code encoder.0.MatMul} for {@code
 * /encoder/0/MatMul}.
 */
public final class Importer {
  /** The operator sets whose meaning is known. */
  private static final int OLDEST = 7;

  private static final int NEWEST = 25;

  private final OnnxModel model;
  private final List<Node> nodes = new ArrayList<>();
  private final Set<String> nodeNames = new HashSet<>();

  /** Values that nodes of the model make, now or later. */
  private final Set<String> outputNames = new HashSet<>();

  /** How often a name has been asked for again: a file may give one to all of its nodes. */
  private final Map<String, Integer> repeats = new HashMap<>();

  /** Types of all values made so far. */
  private final Map<String, OnnxType> types = new HashMap<>();

  /** Values that are others under another name. */
  private final Map<String, String> aliases = new HashMap<>();

  private Importer(OnnxModel model) {
    this.model = model;
    model.nodes().forEach(n -> outputNames.addAll(n.outputs()));
  }

  /**
   * Makes a graph.
   *
   * @param model the model
   * @return a graph that does what the model says, operator by operator
   * @throws OnnxFormatException if the model is broken or has what is not supported
   */
  public static Graph graph(OnnxModel model) {
    return new Importer(model).graph();
  }

  private Graph graph() {
    long opset = opset();
    List<Input> inputs = new ArrayList<>();
    for (OnnxValue v : model.inputs()) {
      inputs.add(input(v));
    }
    model.initializers().forEach(this::initializer);
    for (OnnxNode n : model.nodes()) {
      NodeArgs args = new NodeArgs(n, opset, this);
      try {
        Operators.convert(args);
        args.finish();
      } catch (IllegalArgumentException | WireException e) {
        throw new OnnxFormatException(model.file(), n.place(), e);
      }
    }
    try {
      List<Output> outputs = new ArrayList<>();
      for (OnnxValue v : model.outputs()) {
        outputs.add(new Output(v.name(), defined(v.name())));
      }
      if (outputs.isEmpty()) {
        throw new WireException("the graph has no output");
      }
      return new Graph(inputs, nodes, outputs);
    } catch (IllegalArgumentException | WireException e) {
      throw new OnnxFormatException(model.file(), "graph", e);
    }
  }

  private long opset() {
    Long version = model.opsets().get("");
    if (version == null || version < OLDEST || version > NEWEST) {
      throw new OnnxFormatException(
          model.file(),
          "opset_import",
          "ONNX operator set "
              + (version == null ? "is not named" : version)
              + "; "
              + OLDEST
              + " to "
              + NEWEST
              + " are supported");
    }
    return version;
  }

  private Input input(OnnxValue v) {
    String place = "graph.input '" + v.name() + "'";
    if (v.type() == null || v.dims() == null) {
      throw new OnnxFormatException(
          model.file(), place, "expected a tensor of known element type and rank");
    }
    if (types.put(v.name(), v.type()) != null) {
      throw new OnnxFormatException(model.file(), place, "another input has the same name");
    }
    DType dtype =
        v.type().isFloat() ? DType.FLOAT32 : v.type().isInteger() ? DType.INT64 : DType.BOOL;
    return new Input(v.name(), dtype, Arrays.stream(v.dims()).boxed().toList());
  }

  private void initializer(String name, OnnxTensor tensor) {
    types.put(name, tensor.type());
    nodes.add(new Node(unique(name), new Constant(tensor.value()), List.of(), List.of(name)));
  }

  /** The value behind a name; an error if nothing has made it yet. */
  String defined(String value) {
    if (!types.containsKey(value)) {
      throw new WireException("'" + value + "' is read, which nothing before makes");
    }
    return aliases.getOrDefault(value, value);
  }

  OnnxType type(String value) {
    return types.get(value);
  }

  private void define(String value, OnnxType type) {
    if (value.isEmpty() || types.put(value, type) != null) {
      throw new WireException(
          "'" + value + "' is made, which has been made before, or has no name");
    }
  }

  /** Makes one output another name for a value. */
  void alias(String output, String value) {
    define(output, type(value));
    aliases.put(output, defined(value));
  }

  /** Adds a node. */
  void emit(
      OnnxNode from, Module module, List<String> inputs, List<String> outputs, OnnxType type) {
    String plain = from.name().startsWith("/") ? from.name().substring(1) : from.name();
    String name =
        plain.isEmpty()
            ? from.operator().toLowerCase(Locale.ROOT) + "_" + from.index()
            : plain.replace('/', '.');
    outputs.forEach(output -> define(output, type));
    nodes.add(new Node(unique(name), module, inputs, outputs));
  }

  /** Adds a constant beside a node's own values. {@return its name} */
  String constant(String near, Tensor tensor, OnnxType type) {
    String name = fresh(near);
    define(name, type);
    nodes.add(new Node(unique(name), new Constant(tensor), List.of(), List.of(name)));
    return name;
  }

  /** A name that no value of the model has. */
  String fresh(String near) {
    String name = near;
    while (types.containsKey(name) || outputNames.contains(name)) {
      name = near + "_" + repeats.merge(near, 1, Integer::sum);
    }
    return name;
  }

  /** A node's name, with a number where it has been given before. */
  private String unique(String name) {
    String free = name;
    while (!nodeNames.add(free)) {
      free = name + "_" + repeats.merge(name, 1, Integer::sum);
    }
    return free;
  }
}
