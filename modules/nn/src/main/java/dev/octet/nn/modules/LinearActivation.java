package dev.octet.nn.modules;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * A linear layer and the function behind it (PyTorch: {@code nni.LinearLeakyReLU}, {@code
 * nni.LinearTanh}). A ReLU is one of {@link Linear}'s limits instead.
 *
 * @param linear the layer, without limits
 * @param activation {@link LeakyRelu}, or {@link Activation} of {@code TANH}
 */
public record LinearActivation(Linear linear, Module activation) implements Module {
  /** The type's name with a leaky ReLU. */
  public static final String LEAKY_RELU = Linear.TYPE + "_" + LeakyRelu.TYPE;

  /** The type's name with a hyperbolic tangent. */
  public static final String TANH = Linear.TYPE + "_tanh";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the layer has limits, or the function is another
   */
  public LinearActivation {
    if (!linear.limits().isNone() || !fuses(activation)) {
      throw new IllegalArgumentException(
          linear.type() + " and " + activation.type() + ", expected linear and leaky_relu or tanh");
    }
  }

  /**
   * Whether a function can be one of these.
   *
   * @param activation a module
   * @return whether it can
   */
  public static boolean fuses(Module activation) {
    return activation instanceof LeakyRelu
        || activation instanceof Activation a && a.op() == FloatUnary.Op.TANH;
  }

  /** {@code linear_leaky_relu}, {@code linear_tanh}. */
  @Override
  public String type() {
    return Linear.TYPE + "_" + activation.type();
  }

  @Override
  public ModuleState state() {
    ModuleState state = linear.state();
    return activation instanceof LeakyRelu l ? state.with("slope", l.slope()) : state;
  }

  /**
   * The function of a saved state.
   *
   * @param state what {@link #state} gave
   * @return leaky ReLU where there is a slope
   */
  public static Module activation(ModuleState state) {
    return state.settings().containsKey("slope")
        ? LeakyRelu.of(state)
        : new Activation(FloatUnary.Op.TANH);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static LinearActivation of(ModuleState state) {
    return new LinearActivation(Linear.of(state), activation(state));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return activation.forward(linear.forward(inputs, execution), execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return new Ready(type(), linear.prepare(engine), activation.prepare(engine));
  }

  private record Ready(String type, Module linear, Module activation) implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      return activation.forward(linear.forward(inputs, execution), execution);
    }
  }
}
