package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Windows;
import dev.octet.kernel.Windows.Sliding;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * The greatest element of each window (PyTorch: {@code nn.MaxPool1d} to {@code 3d}), of floats or
 * of 8-bit integers, which keep scale and zero point. Padding never wins. The result lies channels
 * last.
 *
 * @param axes windows along each spatial axis, outermost first
 */
public record MaxPool(List<Sliding> axes) implements Module {
  /** The type's name. */
  public static final String TYPE = "max_pool";

  /** Copies and checks. */
  public MaxPool {
    axes = Pools.checked(axes);
  }

  /**
   * Square windows of images.
   *
   * @param kernel elements each way
   * @param stride distance between windows
   * @param padding on all four sides
   * @return the module
   */
  public static MaxPool of2d(int kernel, int stride, int padding) {
    Sliding axis = Sliding.of(kernel, stride, padding);
    return new MaxPool(List.of(axis, axis));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static MaxPool of(ModuleState state) {
    return new MaxPool(Pools.axes(state));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return Pools.state(axes);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return List.of(
        Pools.max(inputs, axes.size(), (a, size) -> Windows.sliding(size, axes.get(a)), execution));
  }
}
