package dev.octet.nn.modules;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * What float and quantized convolutions share: weights' shapes and order, and the geometry's file
 * form.
 */
public final class ConvWeights {
  private ConvWeights() {}

  /**
   * The name of a convolution's type.
   *
   * @param spatial spatial dimensions, 1 to 3
   * @param transposed whether it is transposed
   * @return {@code conv2d}, {@code conv_transpose1d}
   */
  public static String type(int spatial, boolean transposed) {
    return (transposed ? "conv_transpose" : "conv") + spatial + "d";
  }

  /**
   * The type names of a convolution with and without what may be fused.
   *
   * @param spatial spatial dimensions
   * @param transposed whether it is transposed
   * @return the names
   */
  public static String[] types(int spatial, boolean transposed) {
    String type = type(spatial, transposed);
    String[] types = Arrays.copyOf(Limits.types(type), 8);
    System.arraycopy(Limits.types(type + "_add"), 0, types, 4, 4);
    return types;
  }

  /**
   * The axes that a convolution of so many spatial dimensions has.
   *
   * @param filter the geometry
   * @param spatial 1 to 3
   * @return its axes, outermost first
   */
  public static List<Axis> axes(ConvFilter filter, int spatial) {
    return List.of(filter.depth(), filter.height(), filter.width()).subList(3 - spatial, 3);
  }

  /**
   * A geometry from its axes.
   *
   * @param in input channels
   * @param out output channels
   * @param groups groups
   * @param transposed whether it is transposed
   * @param axes one to three, outermost first
   * @return the filter
   */
  public static ConvFilter filter(
      int in, int out, int groups, boolean transposed, List<Axis> axes) {
    int n = axes.size();
    return new ConvFilter(
        in,
        out,
        groups,
        transposed,
        n > 2 ? axes.get(n - 3) : Axis.NONE,
        n > 1 ? axes.get(n - 2) : Axis.NONE,
        axes.get(n - 1));
  }

  /**
   * The weights' shape in PyTorch's order: [out, in / groups, kernel…], of a transposed convolution
   * [in, out / groups, kernel…].
   *
   * @param filter the geometry
   * @param spatial 1 to 3
   * @return the shape
   */
  public static Shape shape(ConvFilter filter, int spatial) {
    int[] dims = new int[spatial + 2];
    dims[0] = filter.transposed() ? filter.inChannels() : filter.outChannels();
    dims[1] = filter.transposed() ? filter.groupOutputs() : filter.groupInputs();
    for (int i = 0; i < spatial; i++) {
      dims[i + 2] = axes(filter, spatial).get(i).kernel();
    }
    return Shape.of(dims);
  }

  /**
   * Refuses weights that do not fit a filter.
   *
   * @param spatial spatial dimensions
   * @param filter the geometry
   * @param weight in PyTorch's order
   * @param bias [out], or null
   * @throws IllegalArgumentException if shapes do not fit
   */
  public static void check(int spatial, ConvFilter filter, Tensor weight, FloatTensor bias) {
    if (spatial < 1 || spatial > 3) {
      throw new IllegalArgumentException(spatial + " spatial dimensions, expected 1 to 3");
    }
    boolean more =
        (spatial < 3 && !filter.depth().isNone()) || (spatial < 2 && !filter.height().isNone());
    if (more) {
      throw new IllegalArgumentException(
          "the filter has more than " + spatial + " spatial dimensions: " + filter);
    }
    Shape expected = shape(filter, spatial);
    if (!weight.shape().equals(expected)) {
      throw new IllegalArgumentException(
          "weight has shape " + weight.shape() + ", expected " + expected + " for " + filter);
    }
    if (bias != null && !bias.shape().equals(Shape.of(filter.outChannels()))) {
      throw new IllegalArgumentException(
          "bias has shape " + bias.shape() + ", expected [" + filter.outChannels() + "]");
    }
  }

  /**
   * Weights in the kernels' order, [out][taps][in / groups]: that of channels last. Nothing is
   * moved where they lie so already.
   *
   * @param filter the geometry
   * @param weight in PyTorch's order, with one scale where it is quantized
   * @return a tensor whose elements lie in the kernels' order
   */
  public static Tensor kernelOrder(ConvFilter filter, Tensor weight) {
    return filter.transposed()
        ? weight
            .reshape(filter.groups(), filter.groupInputs(), filter.groupOutputs(), filter.taps())
            .transpose(0, 2, 3, 1)
        : weight.to(Layout.CHANNELS_LAST);
  }

  /**
   * The geometry as settings.
   *
   * @param spatial spatial dimensions
   * @param filter the geometry
   * @return a state without weights
   */
  public static ModuleState state(int spatial, ConvFilter filter) {
    List<Axis> axes = axes(filter, spatial);
    return ModuleState.EMPTY
        .with("inChannels", filter.inChannels())
        .with("outChannels", filter.outChannels())
        .with("groups", filter.groups())
        .with("transposed", filter.transposed())
        .with("kernel", ints(axes, Axis::kernel))
        .with("stride", ints(axes, Axis::stride))
        .with("paddingBefore", ints(axes, Axis::paddingBefore))
        .with("paddingAfter", ints(axes, Axis::paddingAfter))
        .with("dilation", ints(axes, Axis::dilation))
        .with("outputPadding", ints(axes, Axis::outputPadding));
  }

  private static int[] ints(List<Axis> axes, ToIntFunction<Axis> f) {
    return axes.stream().mapToInt(f).toArray();
  }

  /**
   * Spatial dimensions in a state.
   *
   * @param state what {@link #state} gave
   * @return 1 to 3
   */
  public static int spatial(ModuleState state) {
    return state.intsOf("kernel").length;
  }

  /**
   * The geometry in a state.
   *
   * @param state what {@link #state} gave
   * @return the filter
   */
  public static ConvFilter filter(ModuleState state) {
    String[] names = {
      "kernel", "stride", "paddingBefore", "paddingAfter", "dilation", "outputPadding"
    };
    int n = spatial(state);
    int[][] v = new int[names.length][];
    for (int i = 0; i < names.length; i++) {
      v[i] = state.intsOf(names[i]);
      if (v[i].length != n || n < 1 || n > 3) {
        throw new IllegalArgumentException(
            "'" + names[i] + "' has " + v[i].length + " numbers, 'kernel' has " + n);
      }
    }
    Axis[] axes = new Axis[n];
    for (int i = 0; i < n; i++) {
      axes[i] = new Axis(v[0][i], v[1][i], v[2][i], v[3][i], v[4][i], v[5][i]);
    }
    return filter(
        state.intOf("inChannels"),
        state.intOf("outChannels"),
        state.intOf("groups"),
        state.booleanOf("transposed"),
        List.of(axes));
  }
}
