package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link GroupNorm} with a group for each channel (PyTorch: {@code nn.InstanceNorm1d} to {@code 3d}
 * without running statistics; ONNX: InstanceNormalization; Ulyanov et al., 2016).
 *
 * @param gamma factors [C]
 * @param beta terms [C]
 * @param eps added to variances
 */
public record InstanceNorm(FloatTensor gamma, FloatTensor beta, float eps) implements Module {
  /** The type's name. */
  public static final String TYPE = "instance_norm";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if shapes differ
   */
  public InstanceNorm {
    groups(gamma, beta, eps);
  }

  private static GroupNorm groups(FloatTensor gamma, FloatTensor beta, float eps) {
    return new GroupNorm(Math.max(1, gamma.shape().size()), gamma, beta, eps);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static InstanceNorm of(ModuleState state) {
    return new InstanceNorm(
        state.tensor("gamma", FloatTensor.class),
        state.tensor("beta", FloatTensor.class),
        state.floatOf("eps"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("eps", eps).with("gamma", gamma).with("beta", beta);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return groups(gamma, beta, eps).forward(inputs, execution);
  }
}
