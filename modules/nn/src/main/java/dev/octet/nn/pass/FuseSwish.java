package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.Silu;
import java.util.ArrayList;
import java.util.List;

/**
 * A value times its own sigmoid, or hard sigmoid: {@code x * sigmoid(x)}, {@code x *
 * hard_sigmoid(x)}, {@code x * relu6(x + 3) / 6}.
 */
record FuseSwish() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    Terms t = new Terms(uses);
    String divided = FuseHardSigmoid.sixth(last, uses);
    Node product = t.arithmetic(divided, Op.MUL);
    if (product != null) {
      return fused(product, last, uses, true);
    }
    return t.isOp(last, Op.MUL) ? fused(last, last, uses, false) : null;
  }

  private static Node fused(Node product, Node last, Uses uses, boolean divided) {
    for (int side = 0; side < 2; side++) {
      String x = product.inputs().get(side);
      String gate = product.inputs().get(1 - side);
      List<Node> members =
          new ArrayList<>(product == last ? List.of(last) : List.of(product, last));
      Module swish = divided ? cut(x, gate, members, uses) : gated(x, gate, members, uses);
      if (swish != null && uses.closed(members, last)) {
        return new Node(uses.name(members, last), swish, List.of(x), last.outputs());
      }
    }
    return null;
  }

  private static Module cut(String x, String gate, List<Node> members, Uses uses) {
    Node sum = FuseHardSigmoid.shifted(gate, uses);
    boolean own = sum != null && sum.inputs().contains(x) && uses.constant(x) == null;
    if (!own) {
      return null;
    }
    members.add(0, sum);
    members.add(1, uses.maker(gate));
    return new HardSwish();
  }

  private static Module gated(String x, String gate, List<Node> members, Uses uses) {
    Node node = uses.maker(gate);
    if (node == null || node.inputs().size() != 1) {
      return null;
    }
    String argument = node.inputs().getFirst();
    members.addFirst(node);
    if (!argument.equals(x)) {
      // Swish with a factor of its argument that is 1.
      Node same = uses.maker(argument);
      if (!x.equals(new Terms(uses).other(same, Op.MUL, v -> uses.isNumber(v, 1)))) {
        return null;
      }
      members.addFirst(same);
    }
    if (node.module().equals(new Activation(FloatUnary.Op.SIGMOID))) {
      return new Silu();
    }
    return node.module() instanceof HardSigmoid h
            && Math.abs(h.alpha() * 6 - 1) < 1e-6
            && h.beta() == 0.5f
        ? new HardSwish()
        : null;
  }
}
