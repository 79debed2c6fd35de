package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatNorm;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@code min(max(alpha * x + beta, 0), 1)} (PyTorch: {@code nn.Hardsigmoid}, whose slope is 1/6;
 * ONNX: HardSigmoid).
 *
 * @param alpha the slope
 * @param beta the value at 0
 */
public record HardSigmoid(float alpha, float beta) implements Module {
  /** The type's name. */
  public static final String TYPE = "hard_sigmoid";

  /** PyTorch's: {@code min(max(x + 3, 0), 6) / 6}. */
  public static final HardSigmoid STANDARD = new HardSigmoid(1f / 6, 0.5f);

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static HardSigmoid of(ModuleState state) {
    return new HardSigmoid(state.floatOf("alpha"), state.floatOf("beta"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("alpha", alpha).with("beta", beta);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    FloatActivation kernel = execution.kernel(FloatActivation.class);
    if (equals(STANDARD)) {
      return Floats.map(inputs, execution, kernel::hardSigmoid);
    }
    FloatNorm line = execution.kernel(FloatNorm.class);
    float[] factor = {alpha};
    float[] shift = {beta};
    return Floats.map(
        inputs,
        execution,
        (x, from, n, y, to) -> {
          line.apply(x, from, n, 0f, factor, shift, 0, 0, y, to);
          kernel.clamp(y, to, n, 0f, 1f, y, to);
        });
  }
}
