package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * The index of the greatest element along an axis (PyTorch: {@code torch.argmax}; ONNX: ArgMax), of
 * floats. NaN is greater than everything.
 *
 * @param axis the axis, negative counts from the end
 * @param keepDims whether the axis stays, with size 1
 * @param last whether the last of equal ones is taken, rather than the first
 */
public record ArgMax(int axis, boolean keepDims, boolean last) implements Module {
  /** The type's name. */
  public static final String TYPE = "arg_max";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ArgMax of(ModuleState state) {
    return new ArgMax(state.intOf("axis"), state.booleanOf("keepDims"), state.booleanOf("last"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("axis", axis).with("keepDims", keepDims).with("last", last);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.floats(inputs, 0, execution);
    Shape shape = x.shape();
    int a = shape.axis(axis);
    int size = shape.dim(a);
    int inner = shape.size(a + 1, shape.rank());
    if (size == 0) {
      throw new IllegalArgumentException("axis " + axis + " of " + shape + " has no elements");
    }
    long[] result = new long[shape.size() / size];
    for (int i = 0; i < result.length; i++) {
      int from = x.offset() + i / inner * size * inner + i % inner;
      result[i] = greatest(x.array(), from, size, inner);
    }
    int[] dims = shape.with(a, 1).dims();
    if (!keepDims) {
      System.arraycopy(dims, a + 1, dims, a, dims.length - a - 1);
      dims = Arrays.copyOf(dims, dims.length - 1);
    }
    return List.of(LongTensor.wrap(result, dims));
  }

  private int greatest(float[] x, int from, int size, int step) {
    int best = 0;
    for (int i = 1; i < size; i++) {
      int order = Float.compare(x[from + i * step] + 0f, x[from + best * step] + 0f);
      if (order > 0 || (last && order == 0)) {
        best = i;
      }
    }
    return best;
  }
}
