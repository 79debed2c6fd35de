package dev.octet.quantization;

import dev.octet.nn.Module;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import java.util.Optional;

/** Convolutions, transposed ones among them. */
record ConvRule() implements StaticRule {
  @Override
  public Output output() {
    return Output.OBSERVED;
  }

  @Override
  public boolean starts() {
    return true;
  }

  @Override
  public Optional<String> refuses(Module module) {
    Conv conv = (Conv) module;
    return Rules.weightProblem(conv.weight(), conv.filter().k());
  }

  @Override
  public Module convert(Module module, Context node) {
    Conv conv = (Conv) module;
    return new QuantizedConv(
        conv.spatial(),
        conv.filter(),
        weight(conv, node),
        conv.bias(),
        node.input(0),
        node.output(),
        conv.add(),
        conv.limits());
  }

  /**
   * Weights of transposed convolutions have their output channels on axis 1; in groups, on no axis
   * of their own, so that they are one channel then.
   */
  private static QTensor weight(Conv conv, Context node) {
    if (!conv.filter().transposed()) {
      return node.weight(conv.weight());
    }
    if (conv.filter().groups() > 1) {
      QTensor one = node.weight(conv.weight().reshape(1, -1));
      return QTensor.wrap(
          one.array(),
          one.offset(),
          conv.weight().shape(),
          Layout.CONTIGUOUS,
          one.dtype(),
          QParams.perTensor(one.qparams().scale(0), one.qparams().zeroPoint(0)));
    }
    int[] order = new int[conv.spatial() + 2];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < 2 ? 1 - i : i;
    }
    return node.weight(conv.weight().transpose(order)).transpose(order);
  }
}
