package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Attention;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.modules.Reshape;
import dev.octet.nn.modules.Softmax;
import dev.octet.nn.modules.Transpose;
import java.util.ArrayList;
import java.util.List;

/**
 * Multi-head attention written out. Q, K and V of [batch, t, heads * d] are cut into heads by a
 * reshape and moved by a transpose; {@code softmax(Q Kᵀ / √d + mask) V} follows for each head, and
 * the way back. That the reshapes only split and join the last dimension is proven, not presumed.
 *
 * <p>One thing is narrower than what was written out: there, a mask of a greater batch than the
 * scores' would repeat the scores; the module refuses it.
 */
record FuseAttention() implements Fusion {
  private static final List<Integer> HEADS_FIRST = List.of(0, 2, 1, 3);
  private static final List<Integer> KEYS_FIRST = List.of(0, 2, 3, 1);

  @Override
  public Node match(Node last, Uses uses) {
    List<Node> members = new ArrayList<>();
    members.add(last);
    if (!(last.module() instanceof Reshape)) {
      return null;
    }
    Node back = uses.maker(last.inputs().getFirst(), Transpose.class);
    Node sums =
        permuted(back, HEADS_FIRST) ? uses.maker(back.inputs().getFirst(), MatMul.class) : null;
    Node softmax = sums == null ? null : uses.maker(sums.inputs().getFirst(), Softmax.class);
    if (softmax == null || !isOverLast((Softmax) softmax.module())) {
      return null;
    }
    members.addAll(List.of(back, sums, softmax));
    Scores scores = Scores.of(softmax.inputs().getFirst(), uses, members);
    if (scores == null) {
      return null;
    }
    String q = heads(scores.product.inputs().get(0), HEADS_FIRST, uses, members);
    String k = heads(scores.product.inputs().get(1), KEYS_FIRST, uses, members);
    String v = heads(sums.inputs().get(1), HEADS_FIRST, uses, members);
    if (q == null || k == null || v == null || !uses.closed(members, last)) {
      return null;
    }
    Dim heads = uses.shapes().dims(scores.product.inputs().get(0)).get(1);
    boolean same =
        heads.equals(uses.shapes().dims(scores.product.inputs().get(1)).get(1))
            && heads.equals(uses.shapes().dims(sums.inputs().get(1)).get(1))
            && uses.shapes().dims(k).equals(uses.shapes().dims(v))
            && uses.shapes().dims(q).getFirst().equals(uses.shapes().dims(k).getFirst())
            && joins(back.output(), last.output(), uses);
    List<String> inputs = new ArrayList<>(List.of(q, k, v));
    if (scores.mask != null) {
      inputs.add(scores.mask);
    }
    return same
        ? new Node(
            uses.name(members, last),
            new Attention((int) heads.constant(), scores.scale),
            inputs,
            last.outputs())
        : null;
  }

  private static boolean permuted(Node transpose, List<Integer> permutation) {
    return transpose != null && ((Transpose) transpose.module()).permutation().equals(permutation);
  }

  /** Of four dimensions the last, alone or with what comes behind it: that is nothing. */
  private static boolean isOverLast(Softmax s) {
    return s.axis() == 3 || s.axis() == -1;
  }

  /** The way back of [b, h, t, d], transposed to [b, t, h, d]: to [b, t, h * d]. */
  private static boolean joins(String from, String to, Uses uses) {
    List<Dim> x = uses.shapes().dims(from);
    List<Dim> y = uses.shapes().dims(to);
    return x != null
        && y != null
        && x.size() == 4
        && y.size() == 3
        && y.subList(0, 2).equals(x.subList(0, 2))
        && isProduct(y.get(2), x.get(2), x.get(3));
  }

  private static boolean isProduct(Dim product, Dim a, Dim b) {
    return a.isConstant() && b.isConstant() && product.is(a.constant() * b.constant());
  }

  /** The value [b, t, h * d] behind one that was cut to [b, t, h, d] and transposed; or null. */
  private static String heads(
      String value, List<Integer> permutation, Uses uses, List<Node> members) {
    Node transpose = uses.maker(value, Transpose.class);
    List<Integer> found = List.of(0, 1, 2, 3);
    String at = value;
    // Some exporters turn K in two steps.
    while (transpose != null && ((Transpose) transpose.module()).permutation().size() == 4) {
      List<Integer> p = ((Transpose) transpose.module()).permutation();
      found = found.stream().map(p::get).toList();
      members.add(transpose);
      at = transpose.inputs().getFirst();
      transpose = uses.maker(at, Transpose.class);
    }
    Node cut = uses.maker(at, Reshape.class);
    if (!found.equals(permutation) || cut == null) {
      return null;
    }
    members.add(cut);
    String x = cut.inputs().getFirst();
    return joins(cut.output(), x, uses) ? x : null;
  }

  /**
   * What softmax is applied to.
   *
   * @param product the node of Q Kᵀ
   * @param scale the product's factor
   * @param mask what is added, or null
   */
  private record Scores(Node product, float scale, String mask) {
    static Scores of(String value, Uses uses, List<Node> members) {
      Terms t = new Terms(uses);
      Node sum = t.arithmetic(value, Op.ADD);
      if (sum == null) {
        return scaled(value, null, uses, members);
      }
      for (int side = 0; side < 2; side++) {
        List<Node> more = new ArrayList<>();
        Scores s = scaled(sum.inputs().get(side), sum.inputs().get(1 - side), uses, more);
        if (s != null) {
          members.add(sum);
          members.addAll(more);
          return s;
        }
      }
      return null;
    }

    private static Scores scaled(String value, String mask, Uses uses, List<Node> members) {
      Terms t = new Terms(uses);
      Node node = uses.maker(value);
      String inner =
          t.isOp(node, Op.DIV) && uses.isScalar(node.inputs().get(1))
              ? node.inputs().getFirst()
              : t.other(node, Op.MUL, uses::isScalar);
      Node product = uses.maker(inner == null ? value : inner, MatMul.class);
      if (product == null) {
        return null;
      }
      members.add(product);
      if (inner == null) {
        return new Scores(product, 1, mask);
      }
      members.add(node);
      float factor = uses.floatConstant(t.counterpart(node, inner)).toArray()[0];
      return new Scores(product, t.isOp(node, Op.DIV) ? 1 / factor : factor, mask);
    }
  }
}
