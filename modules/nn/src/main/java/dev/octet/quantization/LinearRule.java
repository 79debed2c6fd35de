package dev.octet.quantization;

import dev.octet.nn.Module;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.quantized.QuantizedLinear;
import java.util.Optional;

/** Linear layers, with what is fused behind them. */
record LinearRule() implements StaticRule {
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
    Linear linear = (Linear) module;
    return Rules.weightProblem(linear.weight(), linear.weight().shape().dim(1));
  }

  @Override
  public Module convert(Module module, Context node) {
    Linear linear = (Linear) module;
    return new QuantizedLinear(
        node.weight(linear.weight()), linear.bias(), node.input(0), node.output(), linear.limits());
  }
}
