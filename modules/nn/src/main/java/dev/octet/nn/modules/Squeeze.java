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
 * Takes dimensions of size 1 out (ONNX Squeeze). Inputs: data of any kind, and axes (INT64, one
 * dimension) where they are given; negative ones count from the end; without them all dimensions of
 * size 1 go. The result is a view; images stay channels last where they stay images.
 */
public record Squeeze() implements Module {
  /** The type's name. */
  public static final String TYPE = "squeeze";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Squeeze of(ModuleState state) {
    return new Squeeze();
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 2);
    Tensor x = Moves.kept(inputs, 0, execution);
    boolean[] gone = gone(x.shape(), inputs);
    int[] dims = new int[gone.length];
    int rank = 0;
    for (int i = 0; i < gone.length; i++) {
      if (!gone[i]) {
        dims[rank++] = x.shape().dim(i);
      }
    }
    dims = Arrays.copyOf(dims, rank);
    if (x.layout() == Layout.CHANNELS_LAST && rank > 2 && !gone[0] && !gone[1]) {
      return List.of(Moves.view(x, Shape.of(dims), Layout.CHANNELS_LAST));
    }
    return List.of(Elements.dense(x, execution).reshape(dims));
  }

  private static boolean[] gone(Shape shape, List<Tensor> inputs) {
    boolean[] gone = new boolean[shape.rank()];
    if (inputs.size() < 2) {
      for (int i = 0; i < gone.length; i++) {
        gone[i] = shape.dim(i) == 1;
      }
      return gone;
    }
    for (int a : Elements.ints(inputs, 1)) {
      int axis = shape.axis(a);
      if (shape.dim(axis) != 1) {
        throw new IllegalArgumentException(
            "axis " + a + " of " + shape + " has not size 1 and cannot be taken out");
      }
      gone[axis] = true;
    }
    return gone;
  }
}
