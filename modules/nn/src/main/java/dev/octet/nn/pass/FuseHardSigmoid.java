package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.Limits;
import java.util.List;

/** Hard sigmoid written out: {@code relu6(x + 3) / 6}. */
record FuseHardSigmoid() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    String cut = sixth(last, uses);
    Node sum = cut == null ? null : shifted(cut, uses);
    if (sum == null) {
      return null;
    }
    List<Node> members = List.of(sum, uses.maker(cut), last);
    String x = new Terms(uses).other(sum, Op.ADD, v -> uses.isNumber(v, 3));
    return uses.closed(members, last)
        ? new Node(uses.name(members, last), HardSigmoid.STANDARD, List.of(x), last.outputs())
        : null;
  }

  /** What a node divides by 6, or null. */
  static String sixth(Node node, Uses uses) {
    Terms t = new Terms(uses);
    if (t.isOp(node, Op.DIV)) {
      return uses.isNumber(node.inputs().get(1), 6) ? node.inputs().get(0) : null;
    }
    return t.other(node, Op.MUL, v -> uses.isNumber(v, 1.0 / 6));
  }

  /** The sum x + 3 behind {@code relu6(x + 3)}, or null. */
  static Node shifted(String cut, Uses uses) {
    Node clamp = uses.maker(cut, Clamp.class);
    boolean six = clamp != null && ((Clamp) clamp.module()).limits().equals(Limits.RELU6);
    Node sum = six ? uses.maker(clamp.inputs().getFirst()) : null;
    boolean three = new Terms(uses).other(sum, Op.ADD, v -> uses.isNumber(v, 3)) != null;
    return three ? sum : null;
  }
}
