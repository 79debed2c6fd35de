package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Windows;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * The average of each window (PyTorch: {@code nn.AvgPool1d} to {@code 3d}), of floats or of 8-bit
 * integers, which keep scale and zero point. The result lies channels last.
 *
 * @param axes windows along each spatial axis, outermost first
 * @param divisor what sums are divided by instead of the windows' own sizes, or 0
 */
public record AvgPool(List<Sliding> axes, int divisor) implements Module {
  /** The type's name. */
  public static final String TYPE = "avg_pool";

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if the divisor is negative
   */
  public AvgPool {
    axes = Pools.checked(axes);
    if (divisor < 0) {
      throw new IllegalArgumentException("divisor " + divisor + " is negative");
    }
  }

  /**
   * Square windows of images; padding counts.
   *
   * @param kernel elements each way
   * @param stride distance between windows
   * @param padding on all four sides
   * @return the module
   */
  public static AvgPool of2d(int kernel, int stride, int padding) {
    Sliding axis = Sliding.of(kernel, stride, padding);
    return new AvgPool(List.of(axis, axis), 0);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static AvgPool of(ModuleState state) {
    return new AvgPool(Pools.axes(state), state.intOf("divisor"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Pools.state(axes).with("divisor", divisor);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return List.of(
        Pools.average(
            inputs,
            axes.size(),
            (a, size) -> Windows.sliding(size, axes.get(a)),
            divisor,
            execution));
  }
}
