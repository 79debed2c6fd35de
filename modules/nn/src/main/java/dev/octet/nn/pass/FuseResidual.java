package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.LayerNorm;
import java.util.List;

/** A sum that only a layer normalization reads is computed by it. */
record FuseResidual() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    if (!(last.module() instanceof LayerNorm) || last.inputs().size() != 1) {
      return null;
    }
    Node sum = new Terms(uses).arithmetic(last.inputs().getFirst(), Op.ADD);
    if (sum == null || !uses.closed(List.of(sum, last), last)) {
      return null;
    }
    List<Dim> a = uses.shapes().dims(sum.inputs().get(0));
    List<Dim> b = uses.shapes().dims(sum.inputs().get(1));
    return a != null && a.equals(b)
        ? new Node(last.name(), last.module(), sum.inputs(), last.outputs())
        : null;
  }
}
