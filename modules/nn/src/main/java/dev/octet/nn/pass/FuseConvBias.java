package dev.octet.nn.pass;

import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Graph.Node;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Conv;
import dev.octet.tensor.FloatTensor;
import java.util.Arrays;
import java.util.List;

/** A constant for each channel, added to what a convolution gives, is its bias. */
record FuseConvBias() implements Fusion {
  @Override
  public Node match(Node last, Uses uses) {
    if (!last.module().equals(new Arithmetic(FloatBinary.Op.ADD))) {
      return null;
    }
    for (int side = 0; side < 2; side++) {
      Node product = uses.maker(last.inputs().get(side), Conv.class);
      FloatTensor bias = uses.floatConstant(last.inputs().get(1 - side));
      if (product != null && bias != null) {
        return fused(product, bias, last, uses);
      }
    }
    return null;
  }

  private static Node fused(Node product, FloatTensor bias, Node last, Uses uses) {
    Conv conv = (Conv) product.module();
    int channels = conv.filter().outChannels();
    FloatTensor all = channels(bias, channels, conv.spatial() + 2);
    List<Node> members = List.of(product, last);
    boolean plain = conv.bias() == null && !conv.add() && conv.limits().isNone();
    return plain && all != null && uses.closed(members, last)
        ? new Node(
            uses.name(members, last),
            new Conv(conv.spatial(), conv.filter(), conv.weight(), all),
            product.inputs(),
            last.outputs())
        : null;
  }

  /**
   * A constant that broadcasts to images as a number for each channel.
   *
   * @param constant [C, 1, …] or [1, C, 1, …], or a single number
   * @param channels C
   * @param rank the images' rank
   * @return [C]; null where it is something else
   */
  static FloatTensor channels(FloatTensor constant, int channels, int rank) {
    if (constant == null || constant.shape().rank() > rank) {
      return null;
    }
    int size = constant.shape().size();
    if (size == 1) {
      float[] same = new float[channels];
      Arrays.fill(same, constant.toArray()[0]);
      return FloatTensor.wrap(same, channels);
    }
    int axis = constant.shape().rank() - (rank - 1);
    boolean each = axis >= 0 && size == channels && constant.shape().dim(axis) == channels;
    return each ? constant.reshape(channels) : null;
  }
}
