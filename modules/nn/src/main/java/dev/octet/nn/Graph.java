package dev.octet.nn;

import dev.octet.nn.io.GraphFile;
import dev.octet.tensor.DType;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A model: an immutable directed acyclic graph of named nodes, each applying a {@link Module}.
 * Values, the edges, have names too. Nodes are kept in an order in which they can run.
 */
public final class Graph {
  /** A size that may differ from call to call. */
  public static final int ANY = -1;

  private final List<Input> inputs;
  private final List<Node> nodes;
  private final List<Output> outputs;
  private final Coverage coverage;
  private final Map<String, Node> byName;

  /** The session behind {@link #forward}, made at its first call. */
  private volatile Session session;

  /**
   * A value that the caller gives.
   *
   * @param name the value's name
   * @param dtype its element type
   * @param dims its sizes, {@link #ANY} where they may differ from call to call
   */
  public record Input(String name, DType dtype, List<Integer> dims) {
    /** Copies. */
    public Input {
      dims = List.copyOf(dims);
      for (int d : dims) {
        if (d < ANY) {
          throw new IllegalArgumentException("input '" + name + "' has a size below 0: " + dims);
        }
      }
    }

    void check(Tensor tensor) {
      Shape shape = tensor.shape();
      boolean fits = tensor.dtype() == dtype && shape.rank() == dims.size();
      for (int i = 0; fits && i < dims.size(); i++) {
        fits = dims.get(i) == ANY || dims.get(i) == shape.dim(i);
      }
      if (!fits) {
        throw new IllegalArgumentException(
            "input '"
                + name
                + "': expected "
                + dtype
                + " "
                + describe()
                + ", got "
                + tensor.dtype()
                + " "
                + shape);
      }
    }

    private String describe() {
      return dims.stream()
          .map(d -> d == ANY ? "any" : d.toString())
          .collect(Collectors.joining(", ", "[", "]"));
    }
  }

  /**
   * A module at work on values.
   *
   * @param name the node's name, unique in its graph
   * @param module what it applies
   * @param inputs names of the values that it reads
   * @param outputs names of the values that it makes
   */
  public record Node(String name, Module module, List<String> inputs, List<String> outputs) {
    /** Copies. */
    public Node {
      inputs = List.copyOf(inputs);
      outputs = List.copyOf(outputs);
      if (outputs.isEmpty()) {
        throw new IllegalArgumentException("node '" + name + "' has no output");
      }
    }

    /**
     * A node with one output, which carries the node's name.
     *
     * @param name the node's and its value's name
     * @param module what it applies
     * @param inputs names of the values that it reads
     * @return a node
     */
    public static Node of(String name, Module module, String... inputs) {
      return new Node(name, module, List.of(inputs), List.of(name));
    }

    /**
     * This node with another module.
     *
     * @param other the module
     * @return a node of the same name and values
     */
    public Node with(Module other) {
      return new Node(name, other, inputs, outputs);
    }

    /**
     * The only output.
     *
     * @return its name
     */
    public String output() {
      return outputs.getFirst();
    }

    /**
     * How errors and reports name this node.
     *
     * @return {@code linear 'encoder.0.fc1'}
     */
    public String title() {
      return module.type() + " '" + name + "'";
    }
  }

  /**
   * A value that the caller gets.
   *
   * @param name the name in the results
   * @param value the value
   */
  public record Output(String name, String value) {}

  /**
   * Makes a graph.
   *
   * @param inputs what the caller gives
   * @param nodes in any order
   * @param outputs what the caller gets
   * @throws IllegalArgumentException if a name is used twice, a value is read that nothing makes,
   *     or nodes wait for one another
   */
  public Graph(List<Input> inputs, List<Node> nodes, List<Output> outputs) {
    this(inputs, nodes, outputs, Coverage.EMPTY);
  }

  /**
   * Makes a graph with a report of what a pass did.
   *
   * @param inputs what the caller gives
   * @param nodes in any order
   * @param outputs what the caller gets
   * @param coverage the report
   * @throws IllegalArgumentException as above
   */
  public Graph(List<Input> inputs, List<Node> nodes, List<Output> outputs, Coverage coverage) {
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.coverage = coverage;
    this.byName = byName(nodes);
    this.nodes = NodeOrder.of(this.inputs, nodes);
    Set<String> made = new HashSet<>();
    for (Input i : this.inputs) {
      made.add(i.name());
    }
    for (Node n : this.nodes) {
      made.addAll(n.outputs());
    }
    Set<String> names = new HashSet<>();
    for (Output o : outputs) {
      if (!made.contains(o.value())) {
        throw new IllegalArgumentException(
            "output '" + o.name() + "' is the value '" + o.value() + "', which nothing makes");
      }
      if (!names.add(o.name())) {
        throw new IllegalArgumentException("two outputs are named '" + o.name() + "'");
      }
    }
  }

  private static Map<String, Node> byName(List<Node> nodes) {
    Map<String, Node> byName = new LinkedHashMap<>();
    for (Node n : nodes) {
      if (byName.put(n.name(), n) != null) {
        throw new IllegalArgumentException("two nodes are named '" + n.name() + "'");
      }
    }
    return byName;
  }

  /**
   * Starts a graph built by hand.
   *
   * @return an empty builder
   */
  public static GraphBuilder builder() {
    return new GraphBuilder();
  }

  /**
   * What the caller gives.
   *
   * @return inputs in order
   */
  public List<Input> inputs() {
    return inputs;
  }

  /**
   * The nodes.
   *
   * @return nodes in an order in which they can run
   */
  public List<Node> nodes() {
    return nodes;
  }

  /**
   * What the caller gets.
   *
   * @return outputs in order
   */
  public List<Output> outputs() {
    return outputs;
  }

  /**
   * One node.
   *
   * @param name its name
   * @return the node
   * @throws IllegalArgumentException if there is none of that name
   */
  public Node node(String name) {
    Node node = byName.get(name);
    if (node == null) {
      throw new IllegalArgumentException("no node is named '" + name + "'");
    }
    return node;
  }

  /**
   * What the pass that made this graph did to each node, and why.
   *
   * @return the report; empty for a graph that no such pass has made
   */
  public Coverage coverage() {
    return coverage;
  }

  /**
   * The memory of all weights.
   *
   * @return bytes
   */
  public long bytes() {
    return nodes.stream().mapToLong(n -> n.module().state().bytes()).sum();
  }

  /**
   * Makes this graph ready to run on the standard engine.
   *
   * @param options threads and engine
   * @return a session
   */
  public Session session(SessionOptions options) {
    return new Session(this, options);
  }

  /**
   * Runs the graph in a default session, which is made at the first call and kept.
   *
   * @param values the inputs by name
   * @return the outputs
   * @throws IllegalArgumentException if the inputs do not fit
   */
  public Outputs forward(Map<String, Tensor> values) {
    Session s = session;
    if (s == null) {
      synchronized (this) {
        s = session;
        if (s == null) {
          s = session(SessionOptions.defaults());
          session = s;
        }
      }
    }
    return s.run(values);
  }

  /**
   * Saves this graph as a safetensors file: structure, weights, scales and zero points, and the
   * report. Integers stay integers. Until all of it is written, an older file of that name stays as
   * it was.
   *
   * @param path the file
   * @throws IOException if writing fails
   */
  public void save(Path path) throws IOException {
    GraphFile.container(this).write(path);
  }

  /**
   * Saves this graph to a stream, which stays open.
   *
   * @param out the stream
   * @throws IOException if writing fails
   */
  public void save(OutputStream out) throws IOException {
    GraphFile.container(this).write(out);
  }

  /**
   * Loads a graph of Octet's own modules.
   *
   * @param path a file that {@link #save(Path)} wrote
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException if the file is no graph, or is broken
   */
  public static Graph load(Path path) throws IOException {
    return load(path, ModuleTypes.standard());
  }

  /**
   * Loads a graph.
   *
   * @param path a file that {@link #save(Path)} wrote
   * @param types makes the modules, a user's own among them
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException if the file is no graph, is broken, or has a module of a type that
   *     is not in {@code types}
   */
  public static Graph load(Path path, ModuleTypes types) throws IOException {
    return GraphFile.load(path, types);
  }

  /**
   * Loads a graph of Octet's own modules from a stream, which is read to its end and left open.
   *
   * @param in what {@link #save(OutputStream)} wrote
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException if the stream is no graph, or is broken
   */
  public static Graph load(InputStream in) throws IOException {
    return load(in, ModuleTypes.standard());
  }

  /**
   * Loads a graph from a stream, which is read to its end and left open.
   *
   * @param in what {@link #save(OutputStream)} wrote
   * @param types makes the modules, a user's own among them
   * @return the graph
   * @throws IOException if reading fails
   * @throws ModelFormatException if the stream is no graph, is broken, or has a module of a type
   *     that is not in {@code types}
   */
  public static Graph load(InputStream in, ModuleTypes types) throws IOException {
    return GraphFile.load(in, types);
  }

  /** {@return inputs, nodes and outputs, a line each} */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("Graph");
    inputs.forEach(i -> out.append("\n  in  ").append(i.name()).append(' ').append(i.describe()));
    nodes.forEach(
        n ->
            out.append("\n  ")
                .append(String.join(", ", n.outputs()))
                .append(" = ")
                .append(n.title())
                .append(n.inputs()));
    outputs.forEach(o -> out.append("\n  out ").append(o.name()).append(" = ").append(o.value()));
    return out.toString();
  }
}
