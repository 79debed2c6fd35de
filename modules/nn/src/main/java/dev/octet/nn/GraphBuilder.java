package dev.octet.nn;

import dev.octet.nn.Graph.Input;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Graph.Output;
import dev.octet.tensor.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Builds a graph by hand.
 *
 * <pre>{@code
 * var g = Graph.builder();
 * Value x = g.input("x", DType.FLOAT32, Graph.ANY, 64);
 * Value h = g.scope("mlp", b -> b.add("fc1", fc1, x).then("act", new Gelu()).then("fc2", fc2));
 * Graph graph = g.output("y", g.add("sum", new Add(), h, x)).build();
 * }</pre>
 */
public final class GraphBuilder {
  private final List<Input> inputs = new ArrayList<>();
  private final List<Node> nodes = new ArrayList<>();
  private final List<Output> outputs = new ArrayList<>();
  private final Map<String, Integer> counters = new HashMap<>();
  private String prefix = "";

  GraphBuilder() {}

  /** A value of the graph that is being built. */
  public static final class Value {
    private final GraphBuilder builder;
    private final String name;

    private Value(GraphBuilder builder, String name) {
      this.builder = builder;
      this.name = name;
    }

    /**
     * The value's name.
     *
     * @return the name
     */
    public String name() {
      return name;
    }

    /**
     * Applies a module to this value.
     *
     * @param nodeName the node's name within the current scope
     * @param module the module
     * @return its result
     */
    public Value then(String nodeName, Module module) {
      return builder.add(nodeName, module, this);
    }

    /**
     * Applies a module to this value; the node is named for the module's type and numbered.
     *
     * @param module the module
     * @return its result
     */
    public Value then(Module module) {
      return builder.add(builder.numbered(module), module, this);
    }
  }

  /**
   * Declares an input.
   *
   * @param name its name
   * @param dtype its element type
   * @param dims its sizes, {@link Graph#ANY} where they may differ
   * @return the value
   */
  public Value input(String name, DType dtype, int... dims) {
    inputs.add(new Input(name, dtype, Arrays.stream(dims).boxed().toList()));
    return new Value(this, name);
  }

  /**
   * Declares a float input.
   *
   * @param name its name
   * @param dims its sizes, {@link Graph#ANY} where they may differ
   * @return the value
   */
  public Value input(String name, int... dims) {
    return input(name, DType.FLOAT32, dims);
  }

  /**
   * Applies a module to values.
   *
   * @param name the node's name within the current scope; its result carries it too
   * @param module the module
   * @param values what it reads
   * @return its result
   */
  public Value add(String name, Module module, Value... values) {
    return addAll(name, module, 1, values).getFirst();
  }

  /**
   * Applies a module with several results; they are named {@code name:0}, {@code name:1} and so on.
   *
   * @param name the node's name within the current scope
   * @param module the module
   * @param results how many
   * @param values what it reads
   * @return its results
   */
  public List<Value> addAll(String name, Module module, int results, Value... values) {
    String full = prefix + name;
    List<String> in = new ArrayList<>();
    for (Value v : values) {
      if (v.builder != this) {
        throw new IllegalArgumentException(
            "value '" + v.name + "' for node '" + full + "' belongs to another builder");
      }
      in.add(v.name);
    }
    List<String> out = new ArrayList<>();
    for (int i = 0; i < results; i++) {
      out.add(results == 1 ? full : full + ":" + i);
    }
    nodes.add(new Node(full, module, in, out));
    return out.stream().map(n -> new Value(this, n)).toList();
  }

  private String numbered(Module module) {
    return module.type() + "_" + counters.merge(prefix + module.type(), 1, Integer::sum);
  }

  /**
   * Builds a part whose nodes' names start with {@code name.}: PyTorch's dotted names.
   *
   * @param name the part's name
   * @param part what to build
   * @return what {@code part} gives
   */
  public Value scope(String name, Function<GraphBuilder, Value> part) {
    String before = prefix;
    prefix = before + name + ".";
    try {
      return part.apply(this);
    } finally {
      prefix = before;
    }
  }

  /**
   * Declares an output.
   *
   * @param name its name in the results
   * @param value the value
   * @return this
   */
  public GraphBuilder output(String name, Value value) {
    outputs.add(new Output(name, value.name));
    return this;
  }

  /**
   * Declares an output named for its value.
   *
   * @param value the value
   * @return this
   */
  public GraphBuilder output(Value value) {
    return output(value.name, value);
  }

  /**
   * Ends building.
   *
   * @return the graph
   * @throws IllegalArgumentException if there is no output, or names clash
   */
  public Graph build() {
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("the graph has no output");
    }
    return new Graph(inputs, nodes, outputs);
  }
}
