package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;
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
 * Puts elements around a tensor (PyTorch: {@code nn.ConstantPad1d} to {@code nn.CircularPad3d},
 * {@code functional.pad}; ONNX Pad). Of floats or of 8-bit integers, which keep scale and zero
 * point and have the constant quantized. The layout stays.
 *
 * @param kind what is put there
 * @param before elements in front, for the last axes, outermost first; negative ones are cut off
 * @param after elements behind, likewise
 * @param value the constant
 */
public record Pad(Padding kind, List<Integer> before, List<Integer> after, float value)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "pad";

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if the lists differ in length
   */
  public Pad {
    before = List.copyOf(before);
    after = List.copyOf(after);
    if (before.size() != after.size()) {
      throw new IllegalArgumentException("padding " + before + " before and " + after + " after");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Pad of(ModuleState state) {
    return new Pad(
        Padding.valueOf(state.stringOf("kind")),
        Arrays.stream(state.intsOf("before")).boxed().toList(),
        Arrays.stream(state.intsOf("after")).boxed().toList(),
        state.floatOf("value"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("kind", kind.name())
        .with("before", before.stream().mapToInt(Integer::intValue).toArray())
        .with("after", after.stream().mapToInt(Integer::intValue).toArray())
        .with("value", value);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.real(inputs, 0);
    int rank = x.shape().rank();
    if (before.size() > rank) {
      throw new IllegalArgumentException(
          "padding of " + before.size() + " axes, input has shape " + x.shape());
    }
    // Axes in the order in which elements lie; up to three neighbours are gathered at once.
    int[] axes = new int[rank];
    for (int i = 0; i < rank; i++) {
      boolean last = x.layout() == Layout.CHANNELS_LAST;
      axes[i] = !last || i == 0 ? i : i == rank - 1 ? 1 : i + 1;
    }
    for (int i = 0; i < rank; i++) {
      if (pads(axes[i], rank)) {
        int end = Math.min(rank, i + 3);
        while (!pads(axes[end - 1], rank)) {
          end--;
        }
        x = padded(x, axes, i, end, execution);
        i = end - 1;
      }
    }
    return List.of(x);
  }

  private boolean pads(int axis, int rank) {
    int i = axis - (rank - before.size());
    return i >= 0 && (before.get(i) != 0 || after.get(i) != 0);
  }

  private Tensor padded(Tensor x, int[] axes, int from, int end, Execution execution) {
    Shape shape = x.shape();
    Shape result = shape;
    int[] sizes = {1, 1, 1};
    int[][] indices = {new int[1], new int[1], new int[1]};
    for (int i = from; i < end; i++) {
      int k = 3 - end + i;
      sizes[k] = shape.dim(axes[i]);
      indices[k] = indices(axes[i], shape);
      result = result.with(axes[i], indices[k].length);
    }
    Volume in =
        new Volume(
            size(shape, axes, 0, from),
            sizes[0],
            sizes[1],
            sizes[2],
            size(shape, axes, end, axes.length));
    Tensor y = Elements.like(x, result, x.layout(), execution);
    Rearrange.Pixels pixels = new Rearrange.Pixels(in, indices[0], indices[1], indices[2]);
    Moves.gather(x, pixels, value, y, execution);
    return y;
  }

  private int[] indices(int axis, Shape shape) {
    int i = axis - (shape.rank() - before.size());
    return i < 0
        ? AxisIndices.identity(shape.dim(axis))
        : AxisIndices.padded(kind, shape.dim(axis), before.get(i), after.get(i));
  }

  private static int size(Shape shape, int[] axes, int from, int end) {
    int n = 1;
    for (int i = from; i < end; i++) {
      n *= shape.dim(axes[i]);
    }
    return n;
  }
}
