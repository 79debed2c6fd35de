package dev.octet.nn.pass;

import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Gemm;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MatMul;
import dev.octet.tensor.FloatTensor;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * A product with a constant right-hand side is a linear layer. Layers that share weights go on to.
 */
final class FuseLinear implements Fusion {
  private final IdentityHashMap<FloatTensor, FloatTensor> transposed = new IdentityHashMap<>();

  @Override
  public Node match(Node last, Uses uses) {
    Module linear =
        switch (last.module()) {
          case MatMul m -> {
            FloatTensor w = uses.floatConstant(last.inputs().get(1));
            yield w == null || w.shape().rank() != 2 ? null : new Linear(transposed(w), null);
          }
          case Gemm g -> gemm(g, last, uses);
          default -> null;
        };
    return linear == null
        ? null
        : new Node(
            uses.name(List.of(last), last),
            linear,
            List.of(last.inputs().getFirst()),
            last.outputs());
  }

  private FloatTensor transposed(FloatTensor w) {
    return transposed.computeIfAbsent(w, t -> t.transpose(1, 0));
  }

  private Linear gemm(Gemm g, Node node, Uses uses) {
    FloatTensor b = uses.floatConstant(node.inputs().get(1));
    if (b == null || b.shape().rank() != 2 || g.transA() || g.alpha() != 1) {
      return null;
    }
    FloatTensor w = g.transB() ? b : transposed(b);
    if (node.inputs().size() < 3) {
      return new Linear(w, null);
    }
    int n = w.shape().dim(0);
    FloatTensor c = uses.floatConstant(node.inputs().get(2));
    boolean row = c != null && (c.shape().size() == n || c.shape().size() == 1);
    if (!row
        || c.shape().rank() > 2
        || (c.shape().rank() > 0 && c.shape().dim(-1) != c.shape().size())) {
      return null;
    }
    float[] bias = new float[n];
    float[] terms = c.toArray();
    for (int i = 0; i < n; i++) {
      bias[i] = g.beta() * terms[terms.length == 1 ? 0 : i];
    }
    return new Linear(w, FloatTensor.wrap(bias, n));
  }
}
