package dev.octet.quantization;

import dev.octet.engine.Engine;
import dev.octet.nn.Graph;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.nn.modules.Constant;
import dev.octet.observe.Mergeable;
import dev.octet.observe.Observer;
import dev.octet.quantization.Placement.Slot;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntConsumer;

/** Observers in shards, and the batches that they see. */
final class Calibration {
  private static final int SHARDS = 8;

  private final Graph graph;
  private final Map<String, Slot> slots = new HashMap<>();
  private final List<Map<Slot, Observer>> shards = new ArrayList<>();
  private final boolean ordered;
  private int batches;
  private Session session;

  Calibration(Graph graph, List<Slot> slots) {
    this.graph = graph;
    slots.forEach(s -> this.slots.put(s.value(), s));
    Map<Slot, Observer> first = new LinkedHashMap<>();
    slots.forEach(s -> first.put(s, s.qconfig().activation().get()));
    this.ordered = !first.values().stream().allMatch(Mergeable.class::isInstance);
    replace(first);
  }

  /** Starts again from these. */
  void replace(Map<Slot, Observer> first) {
    shards.clear();
    batches = 0;
    shards.add(first);
    for (int i = 1; i < SHARDS; i++) {
      Map<Slot, Observer> shard = new LinkedHashMap<>();
      first.forEach(
          (slot, o) ->
              shard.put(slot, o instanceof Mergeable ? slot.qconfig().activation().get() : o));
      shards.add(shard);
    }
    for (Node n : graph.nodes()) {
      Slot slot = n.module() instanceof Constant ? slots.get(n.output()) : null;
      if (slot != null) {
        observe(slot, ((Constant) n.module()).value(), shards.getFirst());
      }
    }
  }

  void run(Iterable<? extends Map<String, ? extends Tensor>> input, IntConsumer progress) {
    if (session == null) {
      int threads = Runtime.getRuntime().availableProcessors();
      session = graph.session(new SessionOptions(ordered ? threads : 1, Engine.standard()));
    }
    int workers = ordered ? 1 : Math.min(SHARDS, Runtime.getRuntime().availableProcessors());
    try (ExecutorService pool = Executors.newFixedThreadPool(workers)) {
      Iterator<? extends Map<String, ? extends Tensor>> rest = input.iterator();
      int done = 0;
      while (rest.hasNext()) {
        List<Future<?>> round = new ArrayList<>();
        while (rest.hasNext() && round.size() < SHARDS) {
          int number = batches++;
          Map<String, Tensor> batch = Map.copyOf(rest.next());
          round.add(pool.submit(() -> see(batch, number)));
        }
        finish(round);
        done += round.size();
        progress.accept(done);
      }
    }
  }

  /** Waits for all, then throws what the first that failed threw. */
  private static void finish(List<Future<?>> round) {
    RuntimeException failure = null;
    for (Future<?> f : round) {
      try {
        f.get();
      } catch (ExecutionException e) {
        if (failure == null) {
          failure =
              e.getCause() instanceof RuntimeException r
                  ? r
                  : new IllegalStateException(e.getCause());
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("calibration was interrupted", e);
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private void see(Map<String, Tensor> batch, int number) {
    Map<Slot, Observer> shard = shards.get(number % SHARDS);
    try {
      session.run(
          batch,
          (value, tensor) -> {
            Slot slot = slots.get(value);
            if (slot != null) {
              observe(slot, tensor, shard);
            }
          });
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("batch " + number + ": " + e.getMessage(), e);
    }
  }

  private static void observe(Slot slot, Tensor tensor, Map<Slot, Observer> shard) {
    if (!(tensor instanceof FloatTensor floats)) {
      throw new IllegalArgumentException(
          "observer at '"
              + slot.name()
              + "': value is "
              + tensor.dtype()
              + " "
              + tensor.shape()
              + ", expected FLOAT32");
    }
    try {
      shard.get(slot).observe(floats);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("observer at '" + slot.name() + "': " + e.getMessage(), e);
    }
  }

  /** All shards joined in order. */
  Map<Slot, Observer> observers() {
    Map<Slot, Observer> all = new LinkedHashMap<>(shards.getFirst());
    for (Map<Slot, Observer> shard : shards.subList(1, SHARDS)) {
      all.replaceAll((slot, o) -> o instanceof Mergeable<?> m ? joined(m, shard.get(slot)) : o);
    }
    return all;
  }

  /** Both come from one maker, so that they are of one kind. */
  @SuppressWarnings("unchecked")
  private static <O extends Observer> Observer joined(Mergeable<O> one, Observer other) {
    return one.merge((O) other);
  }
}
