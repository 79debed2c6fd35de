package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.Arrays;
import java.util.List;

/**
 * Images times a constant for each channel plus another are batch normalization with a mean of 0
 * and a variance of 1; exporters write what is left of it so.
 */
record FuseBatchNorm() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    Terms t = new Terms(uses);
    String scaled = t.other(last, Op.ADD, v -> uses.floatConstant(v) != null);
    Node product = t.arithmetic(scaled, Op.MUL);
    String x = t.other(product, Op.MUL, v -> uses.floatConstant(v) != null);
    List<Dim> dims = x == null ? null : uses.shapes().dims(x);
    if (dims == null || dims.size() < 3 || dims.size() > 5 || !dims.get(1).isConstant()) {
      return null;
    }
    int channels = Dim.sizes(dims).get(1);
    FloatTensor gamma = constant(product, x, channels, dims.size(), uses);
    FloatTensor beta = constant(last, scaled, channels, dims.size(), uses);
    List<Node> members = List.of(product, last);
    // A line's factor may as well be that of a sequence, whose second axis is no channel.
    boolean image =
        dims.size() > 3
            || uses.floatConstant(new Terms(uses).counterpart(product, x)).shape().size() > 1;
    if (!image || channels < 2 || gamma == null || beta == null || !uses.closed(members, last)) {
      return null;
    }
    FloatTensor mean = FloatTensor.zeros(Shape.of(channels));
    float[] ones = new float[channels];
    Arrays.fill(ones, 1);
    BatchNorm norm = new BatchNorm(gamma, beta, mean, FloatTensor.wrap(ones, channels), 0);
    return new Node(uses.name(members, last), norm, List.of(x), last.outputs());
  }

  private static FloatTensor constant(Node node, String x, int channels, int rank, Uses uses) {
    FloatTensor f = uses.floatConstant(new Terms(uses).counterpart(node, x));
    return FuseConvBias.channels(f, Math.max(1, channels), rank);
  }
}
