package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.nn.modules.ReduceMean;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;

/**
 * Layer normalization written out: {@code d = x - mean(x); d / sqrt(mean(d²) + eps) * gamma +
 * beta}, the square as a power or a product, sums and products in either order.
 */
record FuseLayerNorm() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    Terms t = new Terms(uses);
    String scaled = t.other(last, Op.ADD, v -> uses.floatConstant(v) != null);
    FloatTensor beta = scaled == null ? null : uses.floatConstant(t.counterpart(last, scaled));
    Node mul = scaled == null ? null : uses.maker(scaled);
    String normal = t.other(mul, Op.MUL, v -> uses.floatConstant(v) != null);
    FloatTensor gamma = normal == null ? null : uses.floatConstant(t.counterpart(mul, normal));
    Node div = t.arithmetic(normal, Op.DIV);
    Node sqrt = div == null ? null : uses.maker(div.inputs().get(1), Activation.class);
    if (sqrt == null || !sqrt.module().equals(new Activation(FloatUnary.Op.SQRT))) {
      return null;
    }
    Node sum = t.arithmetic(sqrt.inputs().getFirst(), Op.ADD);
    String variance = t.other(sum, Op.ADD, uses::isScalar);
    Node meanOfSquares = variance == null ? null : uses.maker(variance, ReduceMean.class);
    String difference = div.inputs().getFirst();
    Node sub = t.arithmetic(difference, Op.SUB);
    Node mean = sub == null ? null : uses.maker(sub.inputs().get(1), ReduceMean.class);
    if (meanOfSquares == null || mean == null) {
      return null;
    }
    Node square = uses.maker(meanOfSquares.inputs().getFirst());
    String x = sub.inputs().getFirst();
    boolean fits =
        isSquare(square, difference, t, uses)
            && mean.inputs().getFirst().equals(x)
            && isOverLast(mean, uses)
            && isOverLast(meanOfSquares, uses)
            && isSize(gamma, x, uses)
            && isSize(beta, x, uses);
    List<Node> members =
        new ArrayList<>(List.of(last, mul, div, sqrt, sum, meanOfSquares, sub, mean));
    members.add(square);
    if (!fits || !uses.closed(members, last)) {
      return null;
    }
    float eps = uses.floatConstant(t.counterpart(sum, variance)).toArray()[0];
    return new Node(
        uses.name(members, last), new LayerNorm(gamma, beta, eps), List.of(x), last.outputs());
  }

  private static boolean isSquare(Node square, String of, Terms t, Uses uses) {
    if (square == null || !square.inputs().getFirst().equals(of)) {
      return false;
    }
    if (t.isOp(square, Op.MUL)) {
      return square.inputs().get(1).equals(of);
    }
    String exponent = square.inputs().getLast();
    Tensor whole = uses.constant(exponent);
    boolean two = whole instanceof LongTensor l && l.shape().size() == 1 && l.toArray()[0] == 2;
    return t.isOp(square, Op.POW) && (two || uses.isNumber(exponent, 2));
  }

  private static boolean isOverLast(Node mean, Uses uses) {
    List<Dim> x = uses.shapes().dims(mean.inputs().getFirst());
    List<Dim> axes = mean.inputs().size() < 2 ? null : uses.shapes().elements(mean.inputs().get(1));
    return ((ReduceMean) mean.module()).keepDims()
        && x != null
        && axes != null
        && axes.size() == 1
        && (axes.getFirst().is(-1) || axes.getFirst().is(x.size() - 1));
  }

  /** Whether a tensor has one number for each entry of the last dimension. */
  private static boolean isSize(FloatTensor f, String x, Uses uses) {
    List<Dim> dims = uses.shapes().dims(x);
    return f.shape().rank() == 1
        && dims != null
        && !dims.isEmpty()
        && dims.getLast().is(f.shape().size());
  }
}
