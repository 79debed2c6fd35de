package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A function of each element. ReLU also of 8-bit integers, which keep scale and zero point; the
 * others have {@link dev.octet.nn.quantized.ByteLookup} for that.
 *
 * @param op which
 */
public record Activation(FloatUnary.Op op) implements Module {
  /** The type is the function's name: {@code gelu}, {@code tanh}, {@code relu}. */
  @Override
  public String type() {
    return op.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    if (op == FloatUnary.Op.RELU && inputs.getFirst() instanceof QTensor) {
      return List.of(Clamp.integers(Args.anyBytes(inputs, 0), Limits.RELU, execution));
    }
    FloatUnary kernel = execution.kernel(FloatUnary.class);
    return Floats.map(
        inputs, execution, (x, from, n, y, to) -> kernel.apply(op, x, from, n, y, to));
  }
}
