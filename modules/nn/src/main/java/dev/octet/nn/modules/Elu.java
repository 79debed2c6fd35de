package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code x > 0 ? x : alpha * (e^x - 1)} (PyTorch: {@code nn.ELU}; Clevert et al., 2015), or with
 * {@code e^(x / alpha)} the continuously differentiable one ({@code nn.CELU}; Barron, 2017).
 *
 * @param alpha what the function goes to on the left, negated
 * @param continuous whether it is CELU
 */
public record Elu(float alpha, boolean continuous) implements Module {
  /** The type's name. */
  public static final String TYPE = "elu";

  /** The type's name of the continuously differentiable one. */
  public static final String CELU = "celu";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if alpha of a CELU is not above 0
   */
  public Elu {
    if (continuous && !(alpha > 0)) {
      throw new IllegalArgumentException("alpha " + alpha + " of celu is not above 0");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Elu of(ModuleState state) {
    return new Elu(state.floatOf("alpha"), state.booleanOf("continuous"));
  }

  @Override
  public String type() {
    return continuous ? CELU : TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("alpha", alpha).with("continuous", continuous);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    FloatActivation kernel = execution.kernel(FloatActivation.class);
    float inputScale = continuous ? 1 / alpha : 1;
    return Floats.map(
        inputs, execution, (x, from, n, y, to) -> kernel.elu(x, from, n, alpha, inputScale, y, to));
  }
}
