package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Drops elements while a model is trained; outside of training it passes a tensor of any kind on
 * (PyTorch: {@code nn.Dropout}; Srivastava et al., 2014).
 *
 * @param p share that training drops, from 0 to 1
 */
public record Dropout(float p) implements Module {
  /** The type's name. */
  public static final String TYPE = "dropout";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the share is not from 0 to 1
   */
  public Dropout {
    if (!(p >= 0 && p <= 1)) {
      throw new IllegalArgumentException("p " + p + " is not from 0 to 1");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Dropout of(ModuleState state) {
    return new Dropout(state.floatOf("p"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("p", p);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    return inputs;
  }
}
