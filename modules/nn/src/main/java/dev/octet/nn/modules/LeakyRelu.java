package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code x < 0 ? slope * x : x} (PyTorch: {@code nn.LeakyReLU}).
 *
 * @param slope factor of negative arguments
 */
public record LeakyRelu(float slope) implements Module {
  /** The type's name. */
  public static final String TYPE = "leaky_relu";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static LeakyRelu of(ModuleState state) {
    return new LeakyRelu(state.floatOf("slope"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("slope", slope);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    FloatActivation kernel = execution.kernel(FloatActivation.class);
    float[] slopes = {slope};
    return Floats.map(
        inputs, execution, (x, from, n, y, to) -> kernel.prelu(x, from, n, slopes, 0, 0, y, to));
  }
}
