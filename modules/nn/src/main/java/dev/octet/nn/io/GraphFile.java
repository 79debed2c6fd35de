package dev.octet.nn.io;

import dev.octet.nn.Coverage;
import dev.octet.nn.Graph;
import dev.octet.nn.ModelFormatException;
import dev.octet.nn.ModuleState;
import dev.octet.nn.ModuleTypes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A graph as a safetensors file. The tensors are named {@code node.tensor}; how they make a graph
 * is JSON in the metadata, {@value #GRAPH}, in the format that {@value #FORMAT} numbers:
 *
 * <pre>{@code
 * {"inputs": [{"name": "x", "dtype": "FLOAT32", "dims": [-1, 64]}],
 *  "nodes": [{"name": "fc", "type": "dynamic_linear", "inputs": ["x"], "outputs": ["fc"],
 *             "settings": {"perRow": true},
 *             "tensors": {"bias": "fc.bias",
 *                         "weight": {"data": "fc.weight", "axis": 0, "scales": "fc.weight.scales"}}}],
 *  "outputs": [{"name": "y", "value": "fc"}],
 *  "coverage": [{"node": "fc", "was": "linear", "became": "dynamic_linear", "why": "…",
 *                "bytesBefore": 16640, "bytesAfter": 4864}]}
 * }</pre>
 *
 * <p>A quantized tensor has {@code scale} and {@code zeroPoint}, or {@code axis}, {@code scales}
 * and unless all are 0 {@code zeroPoints}. With {@code "layout": "channels_last"} an axis 1 is
 * stored behind all others, under sizes in that order. A setting that is no finite number is {@code
 * {"double": "NaN"}}. A tensor that several nodes share is there once.
 */
public final class GraphFile {
  static final String FORMAT = "octet.format";
  static final String GRAPH = "octet.graph";
  static final String VERSION = "1";

  private GraphFile() {}

  /**
   * Puts a graph in a container, which shares its tensors.
   *
   * @param graph the graph
   * @return the container, to be written
   */
  public static Container container(Graph graph) {
    TensorTable table = new TensorTable();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("inputs", graph.inputs().stream().map(GraphFile::json).toList());
    List<Object> nodes = new ArrayList<>();
    graph.nodes().forEach(n -> nodes.add(json(n, table)));
    json.put("nodes", nodes);
    json.put("outputs", graph.outputs().stream().map(GraphFile::json).toList());
    json.put("coverage", graph.coverage().entries().stream().map(GraphFile::json).toList());
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put(FORMAT, VERSION);
    metadata.put(GRAPH, Json.write(json));
    return new Container(metadata, table.tensors());
  }

  private static Map<String, Object> json(Graph.Input input) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", input.name());
    json.put("dtype", input.dtype().name());
    json.put("dims", input.dims());
    return json;
  }

  private static Map<String, Object> json(Graph.Node node, TensorTable table) {
    ModuleState state = node.module().state();
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", node.name());
    json.put("type", node.module().type());
    json.put("inputs", node.inputs());
    json.put("outputs", node.outputs());
    Map<String, Object> settings = new LinkedHashMap<>();
    state.settings().forEach((name, value) -> settings.put(name, setting(value)));
    if (!settings.isEmpty()) {
      json.put("settings", settings);
    }
    Map<String, Object> tensors = new LinkedHashMap<>();
    state
        .tensors()
        .forEach((name, tensor) -> tensors.put(name, table.add(node.name() + "." + name, tensor)));
    if (!tensors.isEmpty()) {
      json.put("tensors", tensors);
    }
    return json;
  }

  private static Object setting(Object value) {
    return value instanceof Double d && !Double.isFinite(d)
        ? Map.of("double", d.toString())
        : value;
  }

  private static Map<String, Object> json(Graph.Output output) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", output.name());
    json.put("value", output.value());
    return json;
  }

  private static Map<String, Object> json(Coverage.Entry entry) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("node", entry.node());
    json.put("was", entry.was());
    json.put("became", entry.became());
    json.put("why", entry.why());
    json.put("bytesBefore", entry.bytesBefore());
    json.put("bytesAfter", entry.bytesAfter());
    return json;
  }

  /**
   * Loads a graph.
   *
   * @param path a file
   * @param types makes the modules
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException if the file is no graph, is broken, or has a module of a type that
   *     is not in {@code types}
   */
  public static Graph load(Path path, ModuleTypes types) throws IOException {
    return graph(Container.read(path), types, Container.nameOf(path));
  }

  /**
   * Loads a graph from a stream, which is read to its end and left open.
   *
   * @param in the stream
   * @param types makes the modules
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException as above
   */
  public static Graph load(InputStream in, ModuleTypes types) throws IOException {
    return graph(Container.read(in), types, "stream");
  }

  private static Graph graph(Container container, ModuleTypes types, String file) {
    try {
      return new GraphReader(container.tensors(), types).read(graphJson(container.metadata()));
    } catch (Broken e) {
      throw new ModelFormatException(file, e.getMessage(), e);
    }
  }

  private static String graphJson(Map<String, String> metadata) {
    String version = metadata.get(FORMAT);
    String json = metadata.get(GRAPH);
    if (version == null || json == null) {
      throw new Broken(
          "no '"
              + FORMAT
              + "' and '"
              + GRAPH
              + "' in the metadata; these are tensors without a graph");
    }
    if (!version.equals(VERSION)) {
      throw new Broken(
          "'" + FORMAT + "' is " + version + ", this version of Octet reads " + VERSION);
    }
    return json;
  }
}
