package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/** {@code x / (1 + e^-x)}, also called swish (PyTorch: {@code nn.SiLU}; Elfwing et al., 2017). */
public record Silu() implements Module {
  /** The type's name. */
  public static final String TYPE = "silu";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Silu of(ModuleState state) {
    return new Silu();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    FloatUnary unary = execution.kernel(FloatUnary.class);
    FloatBinary binary = execution.kernel(FloatBinary.class);
    return Floats.map(
        inputs,
        execution,
        (x, from, n, y, to) -> {
          unary.apply(FloatUnary.Op.SIGMOID, x, from, n, y, to);
          binary.apply(FloatBinary.Op.MUL, x, from, 1, y, to, 1, n, y, to);
        });
  }
}
