package dev.octet.quantization;

import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.observe.Observer;
import dev.octet.quantization.Placement.Slot;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * A float graph with observers at the values that integers will stand for: what {@link
 * Quantization#prepare} gives. It can be calibrated, and converted. Not safe from several threads.
 */
public final class PreparedGraph {
  private final Graph graph;
  private final Placement placement;
  private final Calibration calibration;

  PreparedGraph(Graph graph, Placement placement) {
    this.graph = graph;
    this.placement = placement;
    this.calibration = new Calibration(graph, placement.slots());
  }

  /**
   * The float graph, with fused layers.
   *
   * @return the graph that is calibrated
   */
  public Graph graph() {
    return graph;
  }

  Placement placement() {
    return placement;
  }

  /**
   * Runs batches and lets the observers see what flows, on as many threads as there are CPUs.
   *
   * @param batches inputs by name, read one after the other
   * @return this
   * @throws IllegalArgumentException if an input does not fit, or an observer refuses a value, such
   *     as NaN; names batch and node. Earlier batches stay seen
   */
  public PreparedGraph calibrate(Iterable<? extends Map<String, ? extends Tensor>> batches) {
    return calibrate(batches, done -> {});
  }

  /**
   * Runs batches and lets the observers see what flows, on as many threads as there are CPUs.
   *
   * <p>Batch i is seen by the observers of shard i mod 8, and shards are joined in order, so that
   * the result depends on the batches' order but not on the number of threads. Where an observer
   * cannot be joined ({@link dev.octet.observe.Mergeable}), such as a moving average, batches run
   * one after the other. May be called again with more batches.
   *
   * @param batches inputs by name, read one after the other; at most eight are held at a time
   * @param progress told the number of batches done, in this call, after some of them
   * @return this
   * @throws IllegalArgumentException if an input does not fit, or an observer refuses a value, such
   *     as NaN; names batch and node. Earlier batches stay seen
   */
  public PreparedGraph calibrate(
      Iterable<? extends Map<String, ? extends Tensor>> batches, IntConsumer progress) {
    calibration.run(batches, progress);
    return this;
  }

  /**
   * What the observers have seen so far.
   *
   * @return an observer for each observed value, by the name of the node or input that makes it;
   *     copies where they can be joined
   */
  public Map<String, Observer> observers() {
    Map<String, Observer> observers = new LinkedHashMap<>();
    Map<Slot, Observer> seen = calibration.observers();
    seen.forEach((slot, observer) -> observers.put(title(slot), observer));
    return observers;
  }

  String title(Slot slot) {
    boolean several =
        placement.slots().stream().filter(s -> s.name().equals(slot.name())).count() > 1;
    return several ? slot.value() : slot.name();
  }

  /**
   * What the observers propose.
   *
   * @return parameters by the name of the node or input whose value is observed
   * @throws IllegalStateException if an observer has seen nothing, or proposes nothing; names its
   *     node
   */
  public Map<String, QParams> qparams() {
    Map<String, QParams> all = new LinkedHashMap<>();
    observers()
        .forEach(
            (name, observer) -> {
              try {
                all.put(name, observer.qparams());
              } catch (IllegalStateException e) {
                throw new IllegalStateException("observer at '" + name + "': " + e.getMessage(), e);
              }
            });
    return all;
  }

  /**
   * What the observers keep, to go on another time.
   *
   * @return tensors by node and PyTorch's name: {@code layer1.0.conv1.min_val}
   */
  public Map<String, FloatTensor> state() {
    Map<String, FloatTensor> all = new LinkedHashMap<>();
    observers().forEach((name, o) -> o.state().forEach((key, t) -> all.put(name + "." + key, t)));
    return all;
  }

  /**
   * Forgets what was seen, and takes what {@link #state} of a graph prepared the same way gave.
   *
   * @param state tensors by name
   * @return this
   * @throws IllegalArgumentException if names or tensors do not fit; nothing is changed then
   */
  public PreparedGraph load(Map<String, FloatTensor> state) {
    Map<Slot, Observer> loaded = new LinkedHashMap<>();
    Set<String> left = new TreeSet<>(state.keySet());
    for (Slot slot : placement.slots()) {
      String prefix = title(slot) + ".";
      Observer observer = slot.qconfig().activation().get();
      Map<String, FloatTensor> own = new LinkedHashMap<>();
      for (String key : observer.state().keySet()) {
        FloatTensor t = state.get(prefix + key);
        if (t != null) {
          own.put(key, t);
          left.remove(prefix + key);
        }
      }
      try {
        observer.load(own);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "observer at '" + title(slot) + "': " + e.getMessage(), e);
      }
      loaded.put(slot, observer);
    }
    if (!left.isEmpty()) {
      throw new IllegalArgumentException("no observer is named by " + left);
    }
    calibration.replace(loaded);
    return this;
  }

  /**
   * Nodes that will work on integers.
   *
   * @return their names, in order
   */
  public List<String> quantizedNodes() {
    List<String> names = new ArrayList<>();
    for (Node n : graph.nodes()) {
      if (placement.rule(n) != null) {
        names.add(n.name());
      }
    }
    return names;
  }
}
