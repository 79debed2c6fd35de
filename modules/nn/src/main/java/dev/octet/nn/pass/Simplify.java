package dev.octet.nn.pass;

import dev.octet.nn.Graph;
import java.util.List;

/**
 * Finds the modules in a graph of elementary operations, as exchange formats have them: linear
 * layers, convolutions, embeddings, layer normalization with the sum before it, GELU, SiLU, hard
 * swish and hard sigmoid, and attention without transposed copies; what is constant is computed,
 * what is equal is computed once, what nobody needs goes. The result gives what the graph gave, up
 * to float rounding. Nodes that replace others are named for the scope that those shared.
 */
public final class Simplify {
  private Simplify() {}

  /**
   * Simplifies a graph.
   *
   * @param graph the graph, which is not changed
   * @return a graph with the same inputs and outputs
   * @throws IllegalArgumentException if an operation on constants fails; names its node
   */
  public static Graph all(Graph graph) {
    Graph g = FoldConstants.folded(MergeEqual.merged(DeadNodes.removed(graph)));
    g = PlainReshapes.rewritten(g);
    for (Fusion f : fusions()) {
      g = f.apply(g);
    }
    return g;
  }

  private static List<Fusion> fusions() {
    return List.of(
        new BindDeferred(),
        new FuseEmbedding(),
        new FuseLinear(),
        new FuseBias(),
        new FuseConvBias(),
        new FuseLayerNorm(),
        new FuseGelu(),
        new FuseHardSigmoid(),
        new FuseSwish(),
        new FuseBatchNorm(),
        new FuseAttention(),
        new FuseResidual());
  }
}
