package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Softmax along one axis, or over all dimensions from it on (ONNX before operator set 13).
 *
 * @param axis the axis, negative counts from the end
 * @param toTheEnd whether the dimensions behind the axis belong to it
 */
public record Softmax(int axis, boolean toTheEnd) implements Module {
  /** The type's name. */
  public static final String TYPE = "softmax";

  /**
   * Along one axis.
   *
   * @param axis the axis, negative counts from the end
   */
  public Softmax(int axis) {
    this(axis, false);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Softmax of(ModuleState state) {
    return new Softmax(state.intOf("axis"), state.booleanOf("toTheEnd"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("axis", axis).with("toTheEnd", toTheEnd);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.floats(inputs, 0, execution);
    Shape shape = x.shape();
    FloatTensor y = execution.newFloats(shape);
    if (shape.size() == 0) {
      return List.of(y);
    }
    int a = shape.rank() == 0 ? 0 : shape.axis(axis);
    int outer = shape.size(0, a);
    int inner = toTheEnd || shape.rank() == 0 ? 1 : shape.size(a + 1, shape.rank());
    int n = shape.size() / (outer * inner);
    dev.octet.kernel.Softmax kernel = execution.kernel(dev.octet.kernel.Softmax.class);
    if (inner == 1) {
      Rows.forEach(
          execution,
          outer,
          n,
          i ->
              kernel.row(
                  x.array(), x.offset() + i * n, n, 1, null, 0, y.array(), y.offset() + i * n));
    } else {
      Rows.forEach(execution, outer * inner, n, i -> apart(kernel, x, y, i, n, inner, execution));
    }
    return List.of(y);
  }

  /** One row whose elements lie {@code inner} apart. */
  private static void apart(
      dev.octet.kernel.Softmax kernel,
      FloatTensor x,
      FloatTensor y,
      int row,
      int n,
      int inner,
      Execution execution) {
    int start = row / inner * n * inner + row % inner;
    float[] line = execution.floats(n);
    for (int i = 0; i < n; i++) {
      line[i] = x.array()[x.offset() + start + i * inner];
    }
    kernel.row(line, 0, n, 1, null, 0, line, 0);
    for (int i = 0; i < n; i++) {
      y.array()[y.offset() + start + i * inner] = line[i];
    }
    execution.release(line);
  }
}
