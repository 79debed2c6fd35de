package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code x * min(max(x + 3, 0), 6) / 6} (PyTorch: {@code nn.Hardswish}; ONNX: HardSwish; Howard et
 * al., 2019).
 */
public record HardSwish() implements Module {
  /** The type's name. */
  public static final String TYPE = "hard_swish";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static HardSwish of(ModuleState state) {
    return new HardSwish();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return Floats.map(inputs, execution, execution.kernel(FloatActivation.class)::hardSwish);
  }
}
