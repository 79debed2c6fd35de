package dev.octet.nn.io;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.ModuleTypes;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a graph of its JSON and its tensors. {@link GraphFile} shows the JSON. */
final class GraphReader {
  private final Map<String, Tensor> tensors;
  private final ModuleTypes types;
  private final Set<String> used = new HashSet<>();

  GraphReader(Map<String, Tensor> tensors, ModuleTypes types) {
    this.tensors = tensors;
    this.types = types;
  }

  Graph read(String json) {
    Fields fields = new Fields(Json.read(json), "graph");
    List<Graph.Input> inputs = new ArrayList<>();
    for (Object o : fields.list("inputs")) {
      inputs.add(input(new Fields(o, "graph.inputs[" + inputs.size() + "]")));
    }
    List<Graph.Node> nodes = new ArrayList<>();
    for (Object o : fields.list("nodes")) {
      nodes.add(node(new Fields(o, "graph.nodes[" + nodes.size() + "]")));
    }
    List<Graph.Output> outputs = new ArrayList<>();
    for (Object o : fields.list("outputs")) {
      Fields f = new Fields(o, "graph.outputs[" + outputs.size() + "]");
      outputs.add(new Graph.Output(f.string("name"), f.string("value")));
      f.end();
    }
    Coverage coverage = coverage(fields.list("coverage"));
    fields.end();
    for (String name : tensors.keySet()) {
      if (!used.contains(name)) {
        throw new Broken("tensor '" + name + "' belongs to no node");
      }
    }
    try {
      return new Graph(inputs, nodes, outputs, coverage);
    } catch (IllegalArgumentException e) {
      throw new Broken("graph: " + e.getMessage(), e);
    }
  }

  private static Graph.Input input(Fields f) {
    String name = f.string("name");
    String type = f.string("dtype");
    List<Long> dims = f.integers("dims");
    f.end();
    try {
      List<Integer> sizes = new ArrayList<>();
      for (long d : dims) {
        sizes.add(Math.toIntExact(d));
      }
      return new Graph.Input(name, DType.valueOf(type), sizes);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Broken(
          "graph: input '" + name + "': no tensor is " + type + " " + dims + " with -1 for any", e);
    }
  }

  private Graph.Node node(Fields f) {
    String name = f.string("name");
    String type = f.string("type");
    List<String> inputs = f.strings("inputs");
    List<String> outputs = f.strings("outputs");
    String title = type + " '" + name + "'";
    Map<String, Object> settings = new LinkedHashMap<>();
    for (Map.Entry<?, ?> e : f.map("settings").entrySet()) {
      settings.put((String) e.getKey(), setting(e.getValue(), title));
    }
    Map<String, Tensor> state = new LinkedHashMap<>();
    for (Map.Entry<?, ?> e : f.map("tensors").entrySet()) {
      String key = (String) e.getKey();
      state.put(key, tensor(e.getValue(), title + ": tensor '" + key + "'"));
    }
    f.end();
    try {
      Module module = types.make(type, new ModuleState(settings, state));
      return new Graph.Node(name, module, inputs, outputs);
    } catch (RuntimeException e) {
      // Whatever a maker throws, a user's own among them, the file gave it cause to.
      throw new Broken(title + ": " + e.getMessage(), e);
    }
  }

  private static Object setting(Object value, String title) {
    if (!(value instanceof Map<?, ?>)) {
      if (value == null) {
        throw new Broken(title + ": a setting is null");
      }
      return value;
    }
    Fields f = new Fields(value, title);
    String number = f.string("double");
    f.end();
    return switch (number) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw new Broken(title + ": '" + number + "' is neither NaN nor infinite");
    };
  }

  private Tensor tensor(Object reference, String place) {
    if (reference instanceof String name) {
      Tensor tensor = named(name, Tensor.class, place);
      if (tensor instanceof QTensor) {
        throw new Broken(place + ": '" + name + "' has integers and no scale");
      }
      return tensor;
    }
    Fields f = new Fields(reference, place);
    QTensor data = named(f.string("data"), QTensor.class, place);
    try {
      QParams qparams = f.has("axis") ? perChannel(f, place) : perTensor(f);
      Layout layout = f.has("layout") ? layout(f.string("layout"), data) : Layout.CONTIGUOUS;
      f.end();
      return data.dtype() == DType.QINT32
          ? QTensor.wrap(data.intRepr(), data.shape(), qparams)
          : QTensor.wrap(
              data.array(), 0, logical(data.shape(), layout), layout, data.dtype(), qparams);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new Broken(place + ": " + e.getMessage(), e);
    }
  }

  private static Layout layout(String name, QTensor data) {
    if (!name.equals(TensorTable.CHANNELS_LAST)) {
      throw new IllegalArgumentException(
          "layout '" + name + "', expected '" + TensorTable.CHANNELS_LAST + "' or none");
    }
    if (data.dtype() == DType.QINT32 || data.shape().rank() < 3) {
      throw new IllegalArgumentException(
          "layout '"
              + name
              + "' of "
              + data.dtype()
              + " "
              + data.shape()
              + ", expected 8 bits and at least 3 dimensions");
    }
    return Layout.CHANNELS_LAST;
  }

  /** The sizes of a tensor by those in which its elements lie. */
  private static Shape logical(Shape shape, Layout layout) {
    if (layout == Layout.CONTIGUOUS) {
      return shape;
    }
    int[] dims = shape.dims();
    System.arraycopy(shape.dims(), 1, dims, 2, dims.length - 2);
    dims[1] = shape.dim(-1);
    return Shape.of(dims);
  }

  private static QParams perTensor(Fields f) {
    return QParams.perTensor(f.number("scale"), Math.toIntExact(f.integer("zeroPoint")));
  }

  private QParams perChannel(Fields f, String place) {
    float[] scales = named(f.string("scales"), FloatTensor.class, place).toArray();
    int[] zeroPoints =
        f.has("zeroPoints")
            ? named(f.string("zeroPoints"), QTensor.class, place).intRepr()
            : new int[scales.length];
    return QParams.perChannel(Math.toIntExact(f.integer("axis")), scales, zeroPoints);
  }

  private <T extends Tensor> T named(String name, Class<T> kind, String place) {
    Tensor tensor = tensors.get(name);
    if (!kind.isInstance(tensor)) {
      throw new Broken(
          place
              + ": "
              + (tensor == null
                  ? "no tensor is named '" + name + "'"
                  : "'"
                      + name
                      + "' is "
                      + tensor.dtype()
                      + ", expected a "
                      + kind.getSimpleName()));
    }
    used.add(name);
    return kind.cast(tensor);
  }

  private static Coverage coverage(List<?> list) {
    List<Coverage.Entry> entries = new ArrayList<>();
    for (Object o : list) {
      Fields f = new Fields(o, "graph.coverage[" + entries.size() + "]");
      entries.add(
          new Coverage.Entry(
              f.string("node"),
              f.string("was"),
              f.string("became"),
              f.string("why"),
              f.integer("bytesBefore"),
              f.integer("bytesAfter")));
      f.end();
    }
    return entries.isEmpty() ? Coverage.EMPTY : new Coverage(entries);
  }
}
