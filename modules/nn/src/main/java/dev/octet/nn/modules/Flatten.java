package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Some neighbouring dimensions become one (PyTorch: {@code nn.Flatten}, {@code torch.flatten}). Of
 * any kind of tensor; integers keep scale and zero point.
 *
 * @param start the first of them, negative counts from the end
 * @param end the last of them, negative counts from the end
 */
public record Flatten(int start, int end) implements Module {
  /** The type's name. */
  public static final String TYPE = "flatten";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Flatten of(ModuleState state) {
    return new Flatten(state.intOf("start"), state.intOf("end"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("start", start).with("end", end);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Elements.dense(inputs.getFirst(), execution);
    Shape shape = x.shape();
    if (shape.rank() == 0) {
      return List.of(x.reshape(1));
    }
    int from = shape.axis(start);
    int to = shape.axis(end);
    if (from > to) {
      throw new IllegalArgumentException(
          "flatten from dimension " + start + " to " + end + " of " + shape);
    }
    int[] dims = Arrays.copyOf(shape.dims(), shape.rank() - (to - from));
    dims[from] = shape.size(from, to + 1);
    System.arraycopy(shape.dims(), to + 1, dims, from + 1, shape.rank() - to - 1);
    return List.of(x.reshape(dims));
  }
}
