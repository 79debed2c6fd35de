package dev.octet.benchmarks.peers;

import dev.octet.benchmarks.peers.Variant.Numbers;
import dev.octet.kernel.Tier;
import dev.octet.nn.Graph;
import dev.octet.nn.Session;
import dev.octet.nn.SessionOptions;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Octet's sessions of a model: float and int8, on all tiers but the plain one, which takes tens of
 * times as long and would, in one process, leave the calls to kernels without one certain target.
 *
 * @param variants on one thread
 * @param twoThreads the best tier on one thread and on two
 */
record OctetModel(List<Variant> variants, List<Trial.Pair> twoThreads) {
  static OctetModel of(Graph real, Graph int8, Map<String, Tensor> inputs, Engines engines) {
    List<Variant> variants = new ArrayList<>();
    List<Trial.Pair> pairs = new ArrayList<>();
    for (Engines.Usable engine : engines.usable()) {
      if (engine.tier() == Tier.JAVA && engine != engines.best()) {
        continue;
      }
      for (Numbers numbers : Numbers.values()) {
        Graph graph = numbers == Numbers.INT8 ? int8 : real;
        Variant one = variant(numbers, engine, graph, 1, inputs);
        variants.add(one);
        if (engine == engines.best()) {
          pairs.add(new Trial.Pair(one, variant(numbers, engine, graph, 2, inputs)));
        }
      }
    }
    return new OctetModel(variants, pairs);
  }

  private static Variant variant(
      Numbers numbers,
      Engines.Usable engine,
      Graph graph,
      int threads,
      Map<String, Tensor> inputs) {
    Session session = graph.session(SessionOptions.threads(threads).on(engine.engine()));
    return Variant.ours(
        Group.MODEL,
        numbers,
        engine.tier(),
        () -> session.run(inputs),
        () -> ((FloatTensor) session.run(inputs).first()).toArray());
  }
}
