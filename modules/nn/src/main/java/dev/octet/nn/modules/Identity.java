package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Passes a tensor of any kind on (PyTorch: {@code nn.Identity}). */
public record Identity() implements Module {
  /** The type's name. */
  public static final String TYPE = "identity";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Identity of(ModuleState state) {
    return new Identity();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    return inputs;
  }
}
