package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Ranges along some axes, as NumPy slices (ONNX Slice). Inputs: data of any kind, starts, ends,
 * then axes and steps where this slice has them (INT64, one dimension, equal lengths). Negative
 * starts and ends count from the end; what lies beyond the ends is clamped to them; steps may be
 * negative. The layout stays.
 *
 * @param hasAxes whether axes are given; without, starts are for the first axes in order
 * @param hasSteps whether steps are given; without, they are 1
 */
public record Slice(boolean hasAxes, boolean hasSteps) implements Module {
  /** The type's name. */
  public static final String TYPE = "slice";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Slice of(ModuleState state) {
    return new Slice(state.booleanOf("hasAxes"), state.booleanOf("hasSteps"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("hasAxes", hasAxes).with("hasSteps", hasSteps);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    int expected = 3 + (hasAxes ? 1 : 0) + (hasSteps ? 1 : 0);
    Args.count(inputs, expected, expected);
    Tensor x = Moves.kept(inputs, 0, execution);
    long[] starts = list(inputs, 1, -1);
    int n = starts.length;
    long[] ends = list(inputs, 2, n);
    long[] axes = hasAxes ? list(inputs, 3, n) : null;
    long[] steps = hasSteps ? list(inputs, expected - 1, n) : null;
    Shape shape = x.shape();
    int[] dims = shape.dims();
    int[] strides = x.layout().strides(shape);
    int[] pitch = strides.clone();
    int first = x.offset();
    boolean[] seen = new boolean[dims.length];
    for (int i = 0; i < n; i++) {
      int a =
          shape.axis(axes == null ? i : (int) clamp(axes[i], Integer.MIN_VALUE, Integer.MAX_VALUE));
      long step = steps == null ? 1 : steps[i];
      if (seen[a] || step == 0) {
        throw new IllegalArgumentException(
            step == 0 ? "step of axis " + a + " is 0" : "axis " + a + " is given twice");
      }
      seen[a] = true;
      int size = shape.dim(a);
      long from = position(starts[i], size, step);
      dims[a] = length(from, position(ends[i], size, step), step);
      // Where a single entry is left its step never counts, however great it is.
      pitch[a] = dims[a] > 1 ? (int) step * strides[a] : 0;
      first += dims[a] > 0 ? (int) from * strides[a] : 0;
    }
    Tensor result = Elements.like(x, Shape.of(dims), x.layout(), execution);
    Elements.copy(x, first, pitch, result, execution);
    return List.of(result);
  }

  /** A start or end moved into the axis: for negative steps, -1 stands before its beginning. */
  private static long position(long given, int size, long step) {
    long p = given < 0 ? given + size : given;
    return step > 0 ? clamp(p, 0, size) : clamp(p, -1, size - 1L);
  }

  private static int length(long from, long to, long step) {
    if (step > 0 ? to <= from : to >= from) {
      return 0;
    }
    return (int) (1 + (Math.abs(to - from) - 1) / Math.abs(Math.max(step, -Long.MAX_VALUE)));
  }

  private static long clamp(long v, long least, long most) {
    return Math.max(least, Math.min(v, most));
  }

  private static long[] list(List<Tensor> inputs, int index, int length) {
    LongTensor l = Args.longs(inputs, index);
    if (l.shape().rank() != 1 || (length >= 0 && l.shape().size() != length)) {
      throw new IllegalArgumentException(
          "input "
              + index
              + " has shape "
              + l.shape()
              + ", expected ["
              + (length < 0 ? "n" : length)
              + "]");
    }
    return l.toArray();
  }
}
