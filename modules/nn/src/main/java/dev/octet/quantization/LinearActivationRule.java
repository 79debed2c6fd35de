package dev.octet.quantization;

import dev.octet.nn.Module;
import dev.octet.nn.modules.LinearActivation;
import dev.octet.nn.quantized.QuantizedLinearActivation;
import java.util.Optional;

/** Linear layers with a function behind them. */
record LinearActivationRule() implements StaticRule {
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
    return StaticRules.LINEAR.refuses(((LinearActivation) module).linear());
  }

  @Override
  public Module convert(Module module, Context node) {
    LinearActivation both = (LinearActivation) module;
    return new QuantizedLinearActivation(
        node.weight(both.linear().weight()),
        both.linear().bias(),
        both.activation(),
        node.input(0),
        node.output());
  }
}
