package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The mean along some axes (ONNX ReduceMean). Inputs: floats, and axes (INT64, one dimension) where
 * they are given; negative ones count from the end. Sums are kept in double precision, but those of
 * all pixels of an image that lies channels last are {@link AdaptivePool}'s. The mean of nothing is
 * NaN. 8-bit integers keep scale and zero point, and there must be something to reduce.
 *
 * @param keepDims whether reduced dimensions stay, with size 1
 * @param emptyIsNone whether an empty list of axes means none of them; else it means all, as a
 *     missing one does
 */
public record ReduceMean(boolean keepDims, boolean emptyIsNone) implements Module {
  /** The type's name. */
  public static final String TYPE = "reduce_mean";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ReduceMean of(ModuleState state) {
    return new ReduceMean(state.booleanOf("keepDims"), state.booleanOf("emptyIsNone"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("keepDims", keepDims).with("emptyIsNone", emptyIsNone);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 2);
    Tensor given = Moves.real(inputs, 0);
    boolean[] reduced = reduced(given.shape(), inputs);
    if (Arrays.equals(reduced, new boolean[reduced.length])) {
      return List.of(given);
    }
    if (given instanceof QTensor q) {
      return List.of(integers(q, reduced, execution));
    }
    if (given.layout() == Layout.CHANNELS_LAST && allPixels(reduced)) {
      return List.of(ofPixels(given, execution));
    }
    return List.of(mean(Args.floats(inputs, 0, execution), reduced, execution));
  }

  /** Whether an image's pixels become one. */
  private static boolean allPixels(boolean[] reduced) {
    boolean all = reduced.length > 2 && reduced.length < 6 && !reduced[0] && !reduced[1];
    for (int i = 2; i < reduced.length; i++) {
      all &= reduced[i];
    }
    return all;
  }

  private Tensor ofPixels(Tensor x, Execution execution) {
    Shape shape = x.shape();
    Tensor y =
        AdaptivePool.globalAverage(shape.rank() - 2).forward(List.of(x), execution).getFirst();
    return keepDims ? y : y.reshape(shape.dim(0), shape.dim(1));
  }

  /** What stays is brought before what goes; then each mean is one of a line's pixels. */
  private Tensor integers(QTensor x, boolean[] reduced, Execution execution) {
    if (allPixels(reduced)) {
      return ofPixels(x, execution);
    }
    List<Integer> order = new ArrayList<>();
    int[] dims = x.shape().dims();
    int kept = 1;
    for (int i = 0; i < dims.length; i++) {
      if (!reduced[i]) {
        order.add(i);
        kept *= dims[i];
      }
    }
    for (int i = 0; i < dims.length; i++) {
      if (reduced[i]) {
        order.add(i);
        dims[i] = 1;
      }
    }
    Tensor line =
        new Transpose(order).forward(List.of(x), execution).getFirst().reshape(kept, 1, -1);
    Tensor y = AdaptivePool.globalAverage(1).forward(List.of(line), execution).getFirst();
    return y.reshape(keepDims ? dims : squeezed(x.shape(), reduced));
  }

  private boolean[] reduced(Shape shape, List<Tensor> inputs) {
    boolean[] reduced = new boolean[shape.rank()];
    int[] axes = inputs.size() < 2 ? new int[0] : Elements.ints(inputs, 1);
    Arrays.fill(reduced, axes.length == 0 && !emptyIsNone);
    for (int a : axes) {
      int axis = shape.axis(a);
      if (reduced[axis]) {
        throw new IllegalArgumentException("axes " + Arrays.toString(axes) + " name one twice");
      }
      reduced[axis] = true;
    }
    return reduced;
  }

  private FloatTensor mean(FloatTensor x, boolean[] reduced, Execution execution) {
    Shape shape = x.shape();
    int[] kept = shape.dims();
    int n = 1;
    for (int i = 0; i < kept.length; i++) {
      if (reduced[i]) {
        n *= kept[i];
        kept[i] = 1;
      }
    }
    FloatTensor result = execution.newFloats(Shape.of(kept));
    // The same walk as a broadcast's: an outer walk over what stays, an inner one over what goes.
    int[] strides = Layout.CONTIGUOUS.strides(shape);
    int[] outer = new int[kept.length];
    int from = x.offset();
    for (int o = 0; o < result.shape().size(); o++) {
      double sum = sum(x.array(), from, shape, strides, reduced, 0);
      result.array()[result.offset() + o] = (float) (sum / n);
      for (int i = kept.length - 1; i >= 0; i--) {
        from += reduced[i] ? 0 : strides[i];
        if (++outer[i] < kept[i]) {
          break;
        }
        from -= reduced[i] ? 0 : strides[i] * outer[i];
        outer[i] = 0;
      }
    }
    return keepDims ? result : result.reshape(squeezed(shape, reduced));
  }

  private static double sum(
      float[] x, int at, Shape shape, int[] strides, boolean[] reduced, int axis) {
    if (axis == reduced.length) {
      return x[at];
    }
    if (!reduced[axis]) {
      return sum(x, at, shape, strides, reduced, axis + 1);
    }
    double sum = 0;
    for (int i = 0; i < shape.dim(axis); i++) {
      sum +=
          axis == reduced.length - 1
              ? x[at + i * strides[axis]]
              : sum(x, at + i * strides[axis], shape, strides, reduced, axis + 1);
    }
    return sum;
  }

  private static int[] squeezed(Shape shape, boolean[] reduced) {
    int[] dims = new int[shape.rank()];
    int n = 0;
    for (int i = 0; i < reduced.length; i++) {
      if (!reduced[i]) {
        dims[n++] = shape.dim(i);
      }
    }
    return Arrays.copyOf(dims, n);
  }
}
