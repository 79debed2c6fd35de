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
 * The same elements under other sizes (ONNX Reshape). Inputs: data of any kind, sizes (INT64, one
 * dimension). One size may be -1 and is what is left over; a size of 0 is the input's at the same
 * place. The result is a view.
 *
 * @param allowZero whether a size of 0 means an empty dimension instead
 */
public record Reshape(boolean allowZero) implements Module {
  /** The type's name. */
  public static final String TYPE = "reshape";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Reshape of(ModuleState state) {
    return new Reshape(state.booleanOf("allowZero"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("allowZero", allowZero);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    Tensor x = Elements.dense(inputs.get(0), execution);
    int[] sizes = Elements.ints(inputs, 1);
    return List.of(x.reshape(resolve(x.shape(), sizes).dims()));
  }

  private Shape resolve(Shape from, int[] sizes) {
    int[] dims = sizes.clone();
    long known = 1;
    int open = -1;
    boolean valid = true;
    for (int i = 0; i < dims.length && valid; i++) {
      if (dims[i] == 0 && !allowZero) {
        valid = i < from.rank();
        dims[i] = valid ? from.dim(i) : 0;
      }
      if (dims[i] == -1) {
        valid = open < 0;
        open = i;
      } else {
        valid &= dims[i] >= 0 && known <= Integer.MAX_VALUE;
        known *= dims[i];
      }
    }
    if (valid && open >= 0) {
      valid = known > 0 && from.size() % known == 0;
      dims[open] = valid ? (int) (from.size() / known) : 0;
      known *= dims[open];
    }
    if (!valid || known != from.size()) {
      throw new IllegalArgumentException(
          "cannot reshape " + from + " to " + Arrays.toString(sizes));
    }
    return Shape.of(dims);
  }
}
