package dev.octet.formats.onnx;

import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * One node on its way into the graph: its inputs, and its attributes, each of which must be used.
 */
final class NodeArgs {
  private final OnnxNode node;
  private final long opset;
  private final Importer graph;
  private final Set<String> used = new HashSet<>();

  NodeArgs(OnnxNode node, long opset, Importer graph) {
    this.node = node;
    this.opset = opset;
    this.graph = graph;
  }

  OnnxNode node() {
    return node;
  }

  long opset() {
    return opset;
  }

  /** Checks how many inputs there are; optional ones may be left out in the middle. */
  void inputs(int least, int most) {
    int n = node.inputs().size();
    while (n > 0 && node.inputs().get(n - 1).isEmpty()) {
      n--;
    }
    if (n < least || n > most) {
      throw new WireException("it has " + n + " inputs, expected " + least + " to " + most);
    }
  }

  boolean has(int input) {
    return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
  }

  /** An input's value. */
  String in(int input) {
    if (!has(input)) {
      throw new WireException("input " + input + " is missing");
    }
    return graph.defined(node.inputs().get(input));
  }

  OnnxType type(int input) {
    in(input);
    return graph.type(node.inputs().get(input));
  }

  /** The type of an input that must be floats. */
  OnnxType real(int input) {
    OnnxType t = type(input);
    if (!t.isFloat()) {
      throw new WireException("input " + input + " is " + t + ", only floats are supported");
    }
    return t;
  }

  /** An input that must be integers. */
  String integers(int input) {
    OnnxType t = type(input);
    if (!t.isInteger()) {
      throw new WireException("input " + input + " is " + t + ", expected integers");
    }
    return in(input);
  }

  /** An input that must be floats. */
  String scales(int input) {
    real(input);
    return in(input);
  }

  List<String> all() {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      values.add(in(i));
    }
    return values;
  }

  /** Makes the node's only output. */
  void emit(Module module, OnnxType type, String... inputs) {
    emit(module, type, List.of(inputs));
  }

  void emit(Module module, OnnxType type, List<String> inputs) {
    oneOutput();
    graph.emit(node, module, inputs, List.of(node.outputs().getFirst()), type);
  }

  /** Makes all of the node's outputs, which are of one type. */
  void emitAll(Module module, OnnxType type, List<String> inputs) {
    List<String> outputs = new ArrayList<>();
    for (String output : node.outputs()) {
      outputs.add(output.isEmpty() ? graph.fresh(node.inputs().getFirst() + ".unread") : output);
    }
    graph.emit(node, module, inputs, outputs, type);
  }

  /** Makes a value on the way to the node's output. */
  String between(Module module, OnnxType type, String... inputs) {
    String value = graph.fresh(output() + ".wide");
    graph.emit(node, module, List.of(inputs), List.of(value), type);
    return value;
  }

  String constant(String role, Tensor tensor) {
    return constant(role, tensor, OnnxType.INT64);
  }

  String constant(String role, Tensor tensor, OnnxType type) {
    return graph.constant(output() + "." + role, tensor, type);
  }

  /** Passes an input on as the node's output. */
  void pass(int input) {
    in(input);
    oneOutput();
    graph.alias(node.outputs().getFirst(), node.inputs().get(input));
  }

  private String output() {
    oneOutput();
    return node.outputs().getFirst();
  }

  private void oneOutput() {
    long named = node.outputs().stream().filter(o -> !o.isEmpty()).count();
    if (named != 1 || node.outputs().getFirst().isEmpty()) {
      throw new WireException("it has " + named + " outputs, one is supported");
    }
  }

  boolean hasAttribute(String name) {
    return node.attributes().containsKey(name);
  }

  private <T extends OnnxAttribute> T attribute(String name, Class<T> kind) {
    OnnxAttribute a = node.attributes().get(name);
    used.add(name);
    if (!kind.isInstance(a)) {
      throw new WireException(
          "attribute '"
              + name
              + "' is "
              + (a == null ? "missing" : a.getClass().getSimpleName())
              + ", expected "
              + kind.getSimpleName());
    }
    return kind.cast(a);
  }

  long integer(String name) {
    return attribute(name, OnnxAttribute.IntValue.class).value();
  }

  long integer(String name, long absent) {
    return hasAttribute(name) ? integer(name) : absent;
  }

  /** Those of some attributes that there are, as a module's settings. */
  ModuleState settings(String... names) {
    ModuleState state = ModuleState.EMPTY;
    for (String name : names) {
      if (hasAttribute(name)) {
        used.add(name);
        state =
            switch (node.attributes().get(name)) {
              case OnnxAttribute.IntValue i -> state.with(name, i.value());
              case OnnxAttribute.Ints i ->
                  state.with(name, Arrays.stream(i.values()).boxed().toList());
              case OnnxAttribute.FloatValue f -> state.with(name, f.value());
              case OnnxAttribute.StringValue t -> state.with(name, t.value());
              default -> throw new WireException("attribute '" + name + "' is of another kind");
            };
      }
    }
    return state;
  }

  /** An integer that fits an int: an axis. */
  int small(String name) {
    long v = integer(name);
    if (v != (int) v) {
      throw new WireException("attribute '" + name + "' is " + v + ", which is no int");
    }
    return (int) v;
  }

  int small(String name, int absent) {
    return hasAttribute(name) ? small(name) : absent;
  }

  /** An integer that is 0 or 1. */
  boolean flag(String name, boolean absent) {
    long v = integer(name, absent ? 1 : 0);
    if (v != 0 && v != 1) {
      throw new WireException("attribute '" + name + "' is " + v + ", expected 0 or 1");
    }
    return v == 1;
  }

  float number(String name) {
    return attribute(name, OnnxAttribute.FloatValue.class).value();
  }

  float number(String name, float absent) {
    return hasAttribute(name) ? number(name) : absent;
  }

  long[] integers(String name) {
    return attribute(name, OnnxAttribute.Ints.class).values();
  }

  float[] numbers(String name) {
    return attribute(name, OnnxAttribute.Floats.class).values();
  }

  String string(String name) {
    return attribute(name, OnnxAttribute.StringValue.class).value();
  }

  String text(String name, String absent) {
    return hasAttribute(name) ? string(name) : absent;
  }

  OnnxTensor tensor(String name) {
    return attribute(name, OnnxAttribute.TensorValue.class).value();
  }

  /** Accepts an attribute that has no part in what is computed. */
  void ignore(String name) {
    used.add(name);
  }

  /** Refuses attributes that nobody asked for: they would change what the operator means. */
  void finish() {
    for (String name : node.attributes().keySet()) {
      if (!used.contains(name)) {
        throw new WireException(
            "attribute '" + name + "' is not supported (operator set " + opset + ")");
      }
    }
  }
}
