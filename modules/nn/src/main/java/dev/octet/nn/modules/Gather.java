package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Picks entries along one axis (ONNX Gather). Inputs: data of any kind, indices (INT64, any shape);
 * the result has the indices' dimensions in place of the axis. A negative index counts from the
 * end.
 *
 * @param axis the axis of the data, negative counts from the end
 */
public record Gather(int axis) implements Module {
  /** The type's name. */
  public static final String TYPE = "gather";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Gather of(ModuleState state) {
    return new Gather(state.intOf("axis"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("axis", axis);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    Tensor data = Elements.dense(inputs.get(0), execution);
    LongTensor indices = Args.longs(inputs, 1);
    Shape from = data.shape();
    int a = from.axis(axis);
    int picks = indices.shape().size();
    int size = from.dim(a);
    int inner = from.size(a + 1, from.rank());
    Tensor result = Elements.like(data, resultShape(from, a, indices.shape()), execution);
    int to = result.offset();
    for (int o = 0; o < from.size(0, a); o++) {
      int block = data.offset() + o * size * inner;
      for (int i = 0; i < picks; i++) {
        long index = indices.array()[indices.offset() + i];
        if (index < -size || index >= size) {
          throw new IllegalArgumentException(
              "index "
                  + index
                  + " outside [-"
                  + size
                  + ", "
                  + size
                  + ") of axis "
                  + a
                  + " of "
                  + from);
        }
        int row = (int) (index < 0 ? index + size : index);
        System.arraycopy(
            Elements.array(data), block + row * inner, Elements.array(result), to, inner);
        to += inner;
      }
    }
    return List.of(result);
  }

  private static Shape resultShape(Shape data, int axis, Shape indices) {
    int[] dims = new int[data.rank() - 1 + indices.rank()];
    for (int i = 0; i < dims.length; i++) {
      dims[i] =
          i < axis
              ? data.dim(i)
              : i < axis + indices.rank()
                  ? indices.dim(i - axis)
                  : data.dim(i - indices.rank() + 1);
    }
    return Shape.of(dims);
  }
}
