package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Linear;
import dev.octet.tensor.FloatTensor;
import java.util.List;

/** A constant added to what a linear layer gives is its bias. */
record FuseBias() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    if (!last.module().equals(new Arithmetic(FloatBinary.Op.ADD))) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      Node product = uses.maker(last.inputs().get(side), Linear.class);
      FloatTensor bias = uses.floatConstant(last.inputs().get(1 - side));
      if (product != null && bias != null) {
        return fused(product, bias, last, uses);
      }
    }
    return null;
  }

  private static Node fused(Node product, FloatTensor bias, Node last, Uses uses) {
    Linear linear = (Linear) product.module();
    int n = linear.weight().shape().dim(0);
    List<Dim> dims = uses.shapes().dims(product.output());
    int rank = bias.shape().rank();
    // One number for each output, and no dimension more than the product has.
    boolean fits =
        linear.bias() == null
            && bias.shape().size() == n
            && rank > 0
            && bias.shape().dim(-1) == n
            && (rank == 1 || (dims != null && rank <= dims.size()));
    List<Node> members = List.of(product, last);
    return fits && uses.closed(members, last)
        ? new Node(
            uses.name(members, last),
            new Linear(linear.weight(), bias.reshape(n)),
            product.inputs(),
            last.outputs())
        : null;
  }
}
