package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Layer normalization over the last dimension (PyTorch: {@code nn.LayerNorm}), of {@code x} or,
 * with a second input of the same shape, of {@code x + residual}.
 *
 * @param gamma [size], factors
 * @param beta [size], terms
 * @param eps added to the variance
 */
public record LayerNorm(FloatTensor gamma, FloatTensor beta, float eps) implements Module {
  /** The type's name. */
  public static final String TYPE = "layer_norm";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes are not one dimension of the same size
   */
  public LayerNorm {
    if (gamma.shape().rank() != 1 || !gamma.shape().equals(beta.shape())) {
      throw new IllegalArgumentException(
          "gamma " + gamma.shape() + " and beta " + beta.shape() + ", expected [size] of both");
    }
    gamma = FloatTensor.wrap(gamma.toArray(), gamma.shape().size());
    beta = FloatTensor.wrap(beta.toArray(), beta.shape().size());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 2);
    int size = gamma.shape().size();
    FloatTensor x = Args.rowsOf(inputs, 0, size, "gamma [" + size + "]", execution);
    FloatTensor residual = inputs.size() == 2 ? Args.floats(inputs, 1, execution) : null;
    if (residual != null && !residual.shape().equals(x.shape())) {
      throw new IllegalArgumentException(
          "residual has shape " + residual.shape() + ", the input " + x.shape());
    }
    FloatTensor y = execution.newFloats(x.shape());
    dev.octet.kernel.LayerNorm kernel = execution.kernel(dev.octet.kernel.LayerNorm.class);
    Rows.forEach(
        execution,
        x.shape().size(0, x.shape().rank() - 1),
        size,
        i ->
            kernel.row(
                x.array(),
                x.offset() + i * size,
                size,
                residual == null ? null : residual.array(),
                residual == null ? 0 : residual.offset() + i * size,
                gamma.array(),
                beta.array(),
                eps,
                y.array(),
                y.offset() + i * size));
    return List.of(y);
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("eps", eps).with("gamma", gamma).with("beta", beta);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static LayerNorm of(ModuleState state) {
    return new LayerNorm(
        state.tensor("gamma", FloatTensor.class),
        state.tensor("beta", FloatTensor.class),
        state.floatOf("eps"));
  }
}
