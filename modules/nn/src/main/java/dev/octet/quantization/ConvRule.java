package dev.octet.quantization;

import dev.octet.nn.Module;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.tensor.QTensor;
import java.util.Optional;

/** Convolutions, plain and transposed, with what is fused behind them. */
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

  /** Weights of transposed convolutions have their output channels on axis 1. */
  private static QTensor weight(Conv conv, Context node) {
    if (!conv.filter().transposed()) {
      return node.weight(conv.weight());
    }
    int[] order = new int[conv.spatial() + 2];
    for (int i = 0; i < order.length; i++) {
      order[i] = i < 2 ? 1 - i : i;
    }
    return node.weight(conv.weight().transpose(order)).transpose(order);
  }
}
