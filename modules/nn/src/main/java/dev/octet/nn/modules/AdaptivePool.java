package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.Windows;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Pooling into so many results along each axis, whatever the input's size (PyTorch: {@code
 * nn.AdaptiveAvgPool1d} to {@code 3d}, {@code nn.AdaptiveMaxPool2d}; ONNX: {@code
 * GlobalAveragePool}), of floats or of 8-bit integers, which keep scale and zero point. The result
 * lies channels last.
 *
 * @param max whether the greatest element is taken, rather than the average
 * @param sizes results along each spatial axis, outermost first; 0 keeps the input's size
 */
public record AdaptivePool(boolean max, List<Integer> sizes) implements Module {
  /** The type's name for averages. */
  public static final String AVERAGE = "adaptive_avg_pool";

  /** The type's name for maxima. */
  public static final String MAX = "adaptive_max_pool";

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there are not one to three sizes, or one is negative
   */
  public AdaptivePool {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || sizes.size() > 3 || Collections.min(sizes) < 0) {
      throw new IllegalArgumentException("sizes " + sizes + ", expected one to three, at least 0");
    }
  }

  /**
   * The average of each channel.
   *
   * @param spatial spatial dimensions, 1 to 3
   * @return the module
   */
  public static AdaptivePool globalAverage(int spatial) {
    return new AdaptivePool(false, Collections.nCopies(spatial, 1));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static AdaptivePool of(ModuleState state) {
    List<Integer> sizes = new ArrayList<>();
    for (int size : state.intsOf("sizes")) {
      sizes.add(size);
    }
    return new AdaptivePool(state.booleanOf("max"), sizes);
  }

  @Override
  public String type() {
    return max ? MAX : AVERAGE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("max", max)
        .with("sizes", sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Pools.Cut cut = (a, size) -> Windows.adaptive(size, sizes.get(a) == 0 ? size : sizes.get(a));
    return List.of(
        max
            ? Pools.max(inputs, sizes.size(), cut, execution)
            : Pools.average(inputs, sizes.size(), cut, 0, execution));
  }
}
