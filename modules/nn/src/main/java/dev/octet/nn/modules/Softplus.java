package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Floats;
import dev.octet.tensor.Tensor;
import java.util.List;

/** {@code log(1 + e^x)} (PyTorch: {@code nn.Softplus} with its defaults; ONNX: Softplus). */
public record Softplus() implements Module {
  /** The type's name. */
  public static final String TYPE = "softplus";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Softplus of(ModuleState state) {
    return new Softplus();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return Floats.map(
        inputs,
        execution,
        (x, from, n, y, to) -> {
          for (int i = 0; i < n; i++) {
            y[to + i] = of(x[from + i]);
          }
        });
  }

  /** The greater of x and 0 taken out, so that nothing overflows. */
  private static float of(float x) {
    return (float) (Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs((double) x))));
  }
}
