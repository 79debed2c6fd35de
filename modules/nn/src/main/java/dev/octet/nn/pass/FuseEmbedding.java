package dev.octet.nn.pass;

import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Embedding;
import dev.octet.nn.modules.Gather;
import dev.octet.tensor.FloatTensor;
import java.util.List;

/** Rows gathered from a constant float table are an embedding. */
record FuseEmbedding() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    if (!(last.module() instanceof Gather g)) {
      return null;
    }
    FloatTensor table = uses.floatConstant(last.inputs().get(0));
    if (table == null || table.shape().rank() != 2 || (g.axis() != 0 && g.axis() != -2)) {
      return null;
    }
    return new Node(
        uses.name(List.of(last), last),
        new Embedding(table),
        List.of(last.inputs().get(1)),
        last.outputs());
  }
}
