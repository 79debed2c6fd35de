package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * A tensor that is part of the model: no inputs, the tensor as its result.
 *
 * @param value the tensor; shared with every result
 */
public record Constant(Tensor value) implements Module {
  /** The type's name. */
  public static final String TYPE = "constant";

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return List.of(value);
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("value", value);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Constant of(ModuleState state) {
    return new Constant(state.tensor("value", Tensor.class));
  }
}
