package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Reorders dimensions (ONNX Transpose). The result is a view where its elements already lie in
 * order: [N, H, W, C] becomes an image that lies channels last.
 *
 * @param permutation dimension i of the result is dimension {@code permutation.get(i)} of the
 *     input; empty reverses all
 */
public record Transpose(List<Integer> permutation) implements Module {
  /** The type's name. */
  public static final String TYPE = "transpose";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if it is not a permutation
   */
  public Transpose {
    permutation = List.copyOf(permutation);
    for (int i = 0; i < permutation.size(); i++) {
      if (!permutation.contains(i)) {
        throw new IllegalArgumentException(permutation + " is not a permutation");
      }
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Transpose of(ModuleState state) {
    return new Transpose(Arrays.stream(state.intsOf("permutation")).boxed().toList());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with(
        "permutation", permutation.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.kept(inputs, 0, execution);
    Shape shape = x.shape();
    int rank = shape.rank();
    if (!permutation.isEmpty() && permutation.size() != rank) {
      throw new IllegalArgumentException(
          "permutation " + permutation + " does not fit shape " + shape);
    }
    int[] strides = x.layout().strides(shape);
    int[] dims = new int[rank];
    int[] steps = new int[rank];
    for (int i = 0; i < rank; i++) {
      int from = permutation.isEmpty() ? rank - 1 - i : permutation.get(i);
      dims[i] = shape.dim(from);
      steps[i] = strides[from];
    }
    Shape to = Shape.of(dims);
    for (Layout layout : Layout.values()) {
      if (Moves.has(x) && lies(to, steps, layout)) {
        return List.of(Moves.view(x, to, layout));
      }
    }
    Tensor result = Elements.like(x, to, execution);
    Elements.copy(x, x.offset(), steps, result, execution);
    return List.of(result);
  }

  /** Whether elements at these strides lie as a layout has them. */
  private static boolean lies(Shape shape, int[] steps, Layout layout) {
    if (layout == Layout.CHANNELS_LAST && shape.rank() < 3) {
      return false;
    }
    int[] strides = layout.strides(shape);
    for (int i = 0; i < steps.length; i++) {
      if (shape.dim(i) != 1 && steps[i] != strides[i]) {
        return false;
      }
    }
    return true;
  }
}
