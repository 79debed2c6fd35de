package dev.octet.nn;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Constant;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * A graph made ready to run on one engine: weights packed, and for every value the step after which
 * nobody needs it. Safe from many threads; a call shares nothing with another but the weights.
 *
 * <p>A call allocates its results and little else: the arrays between them are kept for the next
 * call.
 */
public final class Session {
  private final Engine engine;
  private final int threads;
  private final List<Graph.Input> inputs;
  private final List<Graph.Output> outputs;
  private final int[] outputValues;
  private final Step[] steps;
  private final Tensor[] constants;

  /**
   * Executions at rest. Few: whoever finds none makes one, and it is dropped if there is no room.
   */
  private final ArrayBlockingQueue<Execution> idle =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

  /** Holds no node: a node's module has its weights unpacked. */
  private record Step(
      String title, Module module, int[] in, int[] out, int[] dies, List<String> makes) {}

  Session(Graph graph, SessionOptions options) {
    engine = options.engine() == null ? Engine.standard() : options.engine();
    threads = options.threads();
    inputs = graph.inputs();
    outputs = graph.outputs();
    Map<String, Integer> index = new HashMap<>();
    for (Graph.Input i : inputs) {
      index.put(i.name(), index.size());
    }
    for (Node n : graph.nodes()) {
      for (String o : n.outputs()) {
        index.put(o, index.size());
      }
    }
    constants = new Tensor[index.size()];
    List<Node> running = new ArrayList<>();
    for (Node n : graph.nodes()) {
      if (n.module() instanceof Constant c) {
        constants[index.get(n.output())] = c.value();
      } else {
        running.add(n);
      }
    }
    outputValues = new int[outputs.size()];
    for (int i = 0; i < outputValues.length; i++) {
      outputValues[i] = index.get(outputs.get(i).value());
    }
    steps = steps(running, index);
  }

  private Step[] steps(List<Node> nodes, Map<String, Integer> index) {
    int[] last = new int[constants.length];
    Arrays.fill(last, -1);
    for (int s = 0; s < nodes.size(); s++) {
      for (int v : indices(nodes.get(s).outputs(), index)) {
        last[v] = s;
      }
      for (int v : indices(nodes.get(s).inputs(), index)) {
        last[v] = s;
      }
    }
    for (int v : outputValues) {
      last[v] = nodes.size();
    }
    Step[] made = new Step[nodes.size()];
    for (int s = 0; s < made.length; s++) {
      int[] dies = new int[last.length];
      int dying = 0;
      for (int v = 0; v < last.length; v++) {
        if (last[v] == s && constants[v] == null) {
          dies[dying++] = v;
        }
      }
      Node n = nodes.get(s);
      made[s] =
          new Step(
              n.title(),
              prepared(n),
              indices(n.inputs(), index),
              indices(n.outputs(), index),
              Arrays.copyOf(dies, dying),
              n.outputs());
    }
    return made;
  }

  private static int[] indices(List<String> values, Map<String, Integer> index) {
    int[] indices = new int[values.size()];
    for (int i = 0; i < indices.length; i++) {
      indices[i] = index.get(values.get(i));
    }
    return indices;
  }

  private Module prepared(Node node) {
    try {
      return node.module().prepare(engine);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(node.title() + ": " + e.getMessage(), e);
    }
  }

  /**
   * Runs the graph.
   *
   * @param values the inputs by name, all of them and no others; only read, and only during the
   *     call
   * @return the outputs, in arrays of their own
   * @throws IllegalArgumentException if an input is missing, unknown or of another type or shape;
   *     or if a module refuses what reaches it, with the node's name
   */
  public Outputs run(Map<String, Tensor> values) {
    return run(values, null);
  }

  /** Sees the values that a graph makes on its way. */
  @FunctionalInterface
  public interface Watcher {
    /**
     * A node has run.
     *
     * @param value the name of what it made
     * @param tensor what it made, to be read during this call only
     */
    void made(String value, Tensor tensor);
  }

  /**
   * Runs the graph and shows what its nodes make: what observers and comparisons are fed with.
   *
   * @param values the inputs, as above; they are shown first
   * @param watcher called on this thread after each node, for each of its results; null for none
   * @return the outputs, in arrays of their own
   * @throws IllegalArgumentException as above
   */
  public Outputs run(Map<String, Tensor> values, Watcher watcher) {
    Tensor[] live = constants.clone();
    bind(values, live);
    if (watcher != null) {
      inputs.forEach(i -> watcher.made(i.name(), values.get(i.name())));
    }
    Execution execution = idle.poll();
    if (execution == null) {
      execution = Execution.of(engine, threads);
    }
    try {
      for (Step step : steps) {
        run(step, live, execution, watcher);
      }
      Map<String, Tensor> results = new LinkedHashMap<>();
      for (int i = 0; i < outputValues.length; i++) {
        // A copy: the array behind it is needed for the next call, or is the caller's own.
        results.put(outputs.get(i).name(), live[outputValues[i]].to(Layout.CONTIGUOUS).copy());
      }
      return new Outputs(results);
    } finally {
      execution.finish();
      idle.offer(execution);
    }
  }

  private void bind(Map<String, Tensor> values, Tensor[] live) {
    for (int i = 0; i < inputs.size(); i++) {
      Graph.Input input = inputs.get(i);
      Tensor tensor = values.get(input.name());
      if (tensor == null) {
        throw new IllegalArgumentException(
            "input '" + input.name() + "' is missing; got " + values.keySet());
      }
      input.check(tensor);
      live[i] = tensor;
    }
    if (values.size() != inputs.size()) {
      List<String> unknown = new ArrayList<>(values.keySet());
      inputs.forEach(i -> unknown.remove(i.name()));
      throw new IllegalArgumentException(
          "unknown inputs "
              + unknown
              + "; expected "
              + inputs.stream().map(Graph.Input::name).toList());
    }
  }

  private static List<Tensor> inputs(int[] values, Tensor[] live) {
    return switch (values.length) {
      case 1 -> List.of(live[values[0]]);
      case 2 -> List.of(live[values[0]], live[values[1]]);
      default -> Arrays.stream(values).mapToObj(v -> live[v]).toList();
    };
  }

  private static void run(Step step, Tensor[] live, Execution execution, Watcher watcher) {
    List<Tensor> results;
    try {
      results = step.module.forward(inputs(step.in, live), execution);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(step.title + ": " + e.getMessage(), e);
    }
    if (results.size() != step.out.length) {
      throw new IllegalStateException(
          step.title + " gave " + results.size() + " results, expected " + step.out.length);
    }
    for (int i = 0; i < step.out.length; i++) {
      live[step.out[i]] = results.get(i);
      if (watcher != null) {
        watcher.made(step.makes.get(i), results.get(i));
      }
    }
    for (int v : step.dies) {
      Tensor dead = live[v];
      live[v] = null;
      execution.retire(dead, live);
    }
  }

  /**
   * The kernels in use.
   *
   * @return the engine
   */
  public Engine engine() {
    return engine;
  }
}
