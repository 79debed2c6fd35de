package dev.octet.nn.modules;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.Volume;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Float convolution of [N, C, W], [N, C, H, W] or [N, C, D, H, W], plain or transposed, with what
 * may be fused behind it: the sum with a second input of the result's shape, and limits (PyTorch:
 * {@code nn.Conv1d} to {@code nn.ConvTranspose3d}, {@code ConvReLU2d}, {@code ConvAdd2d}, {@code
 * ConvAddReLU2d}). The result lies channels last.
 *
 * @param spatial spatial dimensions, 1 to 3
 * @param filter channels, groups, kernel, stride, padding, dilation
 * @param weight [out, in / groups, kernel…]; of a transposed convolution [in, out / groups,
 *     kernel…]
 * @param bias [out], or null
 * @param add whether a second input is added before the limits
 * @param limits what results are cut off at
 */
public record Conv(
    int spatial,
    ConvFilter filter,
    FloatTensor weight,
    FloatTensor bias,
    boolean add,
    Limits limits)
    implements Module {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes do not fit the filter
   */
  public Conv {
    weight = weight.to(Layout.CONTIGUOUS);
    ConvWeights.check(spatial, filter, weight, bias);
  }

  /**
   * A plain one.
   *
   * @param spatial spatial dimensions, 1 to 3
   * @param filter channels, groups, kernel, stride, padding, dilation
   * @param weight in PyTorch's order
   * @param bias [out], or null
   */
  public Conv(int spatial, ConvFilter filter, FloatTensor weight, FloatTensor bias) {
    this(spatial, filter, weight, bias, false, Limits.NONE);
  }

  /** {@code conv2d}, {@code conv_transpose1d}, {@code conv2d_relu}, {@code conv2d_add_relu}. */
  @Override
  public String type() {
    return ConvWeights.type(spatial, filter.transposed()) + (add ? "_add" : "") + limits.suffix();
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(FloatConv.class)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(engine.kernel(FloatConv.class));
  }

  private Packed packed(FloatConv kernel) {
    FloatTensor w = (FloatTensor) ConvWeights.kernelOrder(filter, weight);
    return new Packed(
        kernel,
        kernel.pack(filter, w.array(), w.offset()),
        bias == null ? null : bias.toArray(),
        spatial,
        add,
        limits,
        type());
  }

  @Override
  public ModuleState state() {
    return limits.in(
        ConvWeights.state(spatial, filter)
            .with("add", add)
            .with("weight", weight)
            .with("bias", bias));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Conv of(ModuleState state) {
    return new Conv(
        ConvWeights.spatial(state),
        ConvWeights.filter(state),
        state.tensor("weight", FloatTensor.class),
        state.floats("bias").orElse(null),
        state.booleanOf("add"),
        Limits.of(state));
  }

  private record Packed(
      FloatConv kernel,
      FloatConv.FloatFilters filters,
      float[] bias,
      int spatial,
      boolean add,
      Limits limits,
      String type)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      int count = add ? 2 : 1;
      Args.count(inputs, count, count);
      FloatTensor given = Args.anyFloats(inputs, 0);
      ConvShapes shapes = ConvShapes.of(given, filters.filter(), spatial);
      FloatTensor x = (FloatTensor) Images.to(given, Layout.CHANNELS_LAST, execution);
      FloatTensor y = execution.newFloats(shapes.result(), Layout.CHANNELS_LAST);
      Volume in = shapes.in();
      int channels = shapes.out().c();
      FloatStage stage =
          FloatStage.of(bias, y.array(), y.offset(), channels)
              .clamped(limits.least(), limits.greatest());
      if (add) {
        shapes.checkAddend(inputs.get(1));
        FloatTensor addend =
            (FloatTensor) Images.to(Args.anyFloats(inputs, 1), Layout.CHANNELS_LAST, execution);
        stage = stage.plus(addend.array(), addend.offset(), channels);
      }
      kernel.convolve(
          new FloatConv.FloatImage(x.array(), x.offset(), in.n(), in.d(), in.h(), in.w(), in.c()),
          filters,
          stage,
          execution);
      return List.of(y);
    }
  }
}
