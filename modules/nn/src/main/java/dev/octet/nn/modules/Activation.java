package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A float function of each element.
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
    FloatTensor x = Args.floats(inputs, 0);
    FloatTensor y = execution.newFloats(x.shape());
    FloatUnary kernel = execution.kernel(FloatUnary.class);
    Rows.forRuns(
        execution,
        x.shape().size(),
        (from, count) ->
            kernel.apply(op, x.array(), x.offset() + from, count, y.array(), y.offset() + from));
    return List.of(y);
  }
}
