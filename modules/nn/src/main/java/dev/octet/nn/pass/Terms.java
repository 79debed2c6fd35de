package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Arithmetic;
import java.util.function.Predicate;

/** Takes sums and products apart, in either order of their operands. */
record Terms(Uses uses) {
  boolean isOp(Node node, Op op) {
    return node != null && node.module() instanceof Arithmetic a && a.op() == op;
  }

  /** The node that makes a value if it applies an operation, else null. */
  Node arithmetic(String value, Op op) {
    Node n = value == null ? null : uses.maker(value);
    return isOp(n, op) ? n : null;
  }

  /** Of an operation of which one operand is such, the other one; null if there is no such. */
  String other(Node node, Op op, Predicate<String> one) {
    if (!isOp(node, op)) {
      return null;
    }
    if (one.test(node.inputs().get(1))) {
      return node.inputs().get(0);
    }
    return one.test(node.inputs().get(0)) ? node.inputs().get(1) : null;
  }

  /** The operand that stands beside another. */
  String counterpart(Node node, String operand) {
    return node.inputs().get(node.inputs().get(0).equals(operand) ? 1 : 0);
  }
}
