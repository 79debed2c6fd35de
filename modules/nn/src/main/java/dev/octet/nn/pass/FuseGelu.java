package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** GELU written out: {@code x * (1 + erf(x / √2)) * 0.5}, its factors in any order. */
record FuseGelu() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    Terms t = new Terms(uses);
    if (!t.isOp(last, Op.MUL)) {
      return null;
    }
    // Two products have three factors; which of the two comes first is the exporter's choice.
    for (int side = 0; side < 2; side++) {
      Node inner = t.arithmetic(last.inputs().get(side), Op.MUL);
      if (inner == null) {
        continue;
      }
      List<String> factors = new ArrayList<>(inner.inputs());
      factors.add(last.inputs().get(1 - side));
      Node fused = gelu(factors, List.of(last, inner), last, uses);
      if (fused != null) {
        return fused;
      }
    }
    return null;
  }

  private static Node gelu(List<String> factors, List<Node> products, Node last, Uses uses) {
    Terms t = new Terms(uses);
    List<String> rest = new ArrayList<>(factors);
    String half = find(rest, v -> uses.isNumber(v, 0.5));
    rest.remove(half);
    String onePlus = find(rest, v -> erf(v, t, uses) != null);
    rest.remove(onePlus);
    if (half == null || onePlus == null) {
      return null;
    }
    String x = rest.getFirst();
    Node sum = uses.maker(onePlus);
    Node erf = erf(onePlus, t, uses);
    Node scaled = uses.maker(erf.inputs().getFirst());
    String divided =
        t.isOp(scaled, Op.DIV) && uses.isNumber(scaled.inputs().get(1), Math.sqrt(2))
            ? scaled.inputs().getFirst()
            : t.other(scaled, Op.MUL, v -> uses.isNumber(v, Math.sqrt(0.5)));
    List<Node> members = new ArrayList<>(products);
    members.addAll(List.of(sum, erf));
    List<Dim> dims = uses.shapes().dims(x);
    // Of a value without dimensions, a constant of one would change the shape.
    if (!x.equals(divided) || dims == null || dims.isEmpty()) {
      return null;
    }
    members.add(scaled);
    return uses.closed(members, last)
        ? new Node(
            uses.name(members, last),
            new Activation(FloatUnary.Op.GELU),
            List.of(x),
            last.outputs())
        : null;
  }

  private static String find(List<String> values, Predicate<String> test) {
    return values.stream().filter(test).findFirst().orElse(null);
  }

  /** The node that computes erf, of a value that is 1 + erf(…). */
  private static Node erf(String value, Terms t, Uses uses) {
    String e = t.other(uses.maker(value), Op.ADD, v -> uses.isNumber(v, 1));
    Node erf = e == null ? null : uses.maker(e, Activation.class);
    return erf != null && erf.module().equals(new Activation(FloatUnary.Op.ERF)) ? erf : null;
  }
}
