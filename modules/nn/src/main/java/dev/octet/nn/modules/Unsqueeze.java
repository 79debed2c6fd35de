package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * Puts in dimensions of size 1 (ONNX Unsqueeze). Inputs: data of any kind, axes of the result
 * (INT64, one dimension), negative ones count from its end. The result is a view.
 */
public record Unsqueeze() implements Module {
  /** The type's name. */
  public static final String TYPE = "unsqueeze";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Unsqueeze of(ModuleState state) {
    return new Unsqueeze();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    Tensor x = Elements.dense(inputs.get(0), execution);
    int[] axes = Elements.ints(inputs, 1);
    int rank = x.shape().rank() + axes.length;
    int[] dims = new int[rank];
    for (int axis : axes) {
      int a = axis < 0 ? axis + rank : axis;
      if (a < 0 || a >= rank || dims[a] == 1) {
        throw new IllegalArgumentException(
            "axes " + Arrays.toString(axes) + " do not fit a result of rank " + rank);
      }
      dims[a] = 1;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      dims[i] = dims[i] == 1 ? 1 : x.shape().dim(next++);
    }
    return List.of(x.reshape(dims));
  }
}
