package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.QConv;
import dev.octet.kernel.Volume;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.ConvShapes;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Integers;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link dev.octet.nn.modules.Conv} of 8-bit integers (PyTorch: {@code nnq.Conv1d} to {@code
 * nnq.ConvTranspose3d}, {@code nniq.ConvReLU2d}, {@code nniq.ConvAdd2d}, {@code
 * nniq.ConvAddReLU2d}): sums in int32, then {@link dev.octet.numerics.Affine#requantize}, or {@link
 * dev.octet.numerics.Affine#requantizeAdd} where a second input is added. The result lies channels
 * last.
 *
 * @param spatial spatial dimensions, 1 to 3
 * @param filter channels, groups, kernel, stride, padding, dilation
 * @param weight 8 bits in PyTorch's order, per tensor or per output channel: axis 0; of a
 *     transposed convolution axis 1, in one group
 * @param bias [out], float, or null
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 * @param add whether a second input is added, by the scale and zero point that it brings
 * @param limits what results are cut off at
 */
public record QuantizedConv(
    int spatial,
    ConvFilter filter,
    QTensor weight,
    FloatTensor bias,
    ByteParams x,
    ByteParams y,
    boolean add,
    Limits limits)
    implements Module {
  private static final String PREFIX = "quantized_";
  private static final QParams ITSELF = QParams.perTensor(1f, 0);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or sums could leave int32
   */
  public QuantizedConv {
    ConvWeights.check(spatial, filter, weight, bias);
    // As kernels take them, and so saved: a session that is made of a file moves nothing.
    weight = weight.to(filter.transposed() ? Layout.CONTIGUOUS : Layout.CHANNELS_LAST);
    Requantization.check(weight, filter.transposed() ? 1 : 0, filter.k());
  }

  /** {@code quantized_conv2d}, {@code quantized_conv2d_relu}, {@code quantized_conv2d_add_relu}. */
  @Override
  public String type() {
    return PREFIX
        + ConvWeights.type(spatial, filter.transposed())
        + (add ? "_add" : "")
        + limits.suffix();
  }

  /**
   * The type's names.
   *
   * @param spatial spatial dimensions
   * @param transposed whether it is transposed
   * @return with and without what may be fused
   */
  public static String[] types(int spatial, boolean transposed) {
    String[] types = ConvWeights.types(spatial, transposed);
    for (int i = 0; i < types.length; i++) {
      types[i] = PREFIX + types[i];
    }
    return types;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(QConv.class)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(engine.kernel(QConv.class));
  }

  private Packed packed(QConv kernel) {
    QParams perOutput = perOutput();
    QTensor integers =
        QTensor.wrap(
            weight.array(),
            weight.offset(),
            weight.shape(),
            weight.layout(),
            weight.dtype(),
            ITSELF);
    QTensor w = (QTensor) ConvWeights.kernelOrder(filter, integers);
    QConv.QFilters filters =
        kernel.pack(
            filter, w.array(), w.offset(), w.dtype() == DType.QUINT8, perOutput.zeroPoints());
    return new Packed(
        kernel,
        filters,
        Requantization.of(perOutput, bias, x, y, add, limits),
        spatial,
        Integers.of(x),
        Integers.of(y),
        add,
        type());
  }

  /**
   * Parameters of every output channel: groups of a transposed convolution share those of axis 1.
   */
  private QParams perOutput() {
    QParams p = weight.qparams();
    if (!p.isPerChannel() || p.count() == filter.outChannels()) {
      return p;
    }
    float[] scales = new float[filter.outChannels()];
    int[] zeroPoints = new int[filter.outChannels()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = p.scale(c % p.count());
      zeroPoints[c] = p.zeroPoint(c % p.count());
    }
    return QParams.perChannel(0, scales, zeroPoints);
  }

  @Override
  public ModuleState state() {
    ModuleState state =
        ConvWeights.state(spatial, filter)
            .with("add", add)
            .with("weight", weight)
            .with("bias", bias);
    return limits.in(Integers.in(Integers.in(state, "x", x), "y", y));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedConv of(ModuleState state) {
    return new QuantizedConv(
        ConvWeights.spatial(state),
        ConvWeights.filter(state),
        state.tensor("weight", QTensor.class),
        state.floats("bias").orElse(null),
        Integers.from(state, "x"),
        Integers.from(state, "y"),
        state.booleanOf("add"),
        Limits.of(state));
  }

  private record Packed(
      QConv kernel,
      QConv.QFilters filters,
      Requantization requantization,
      int spatial,
      Integers x,
      Integers y,
      boolean add,
      String type)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      int count = add ? 2 : 1;
      Args.count(inputs, count, count);
      ConvShapes shapes = ConvShapes.of(inputs.getFirst(), filters.filter(), spatial);
      QTensor image = x.input(inputs, 0, Layout.CHANNELS_LAST, execution);
      QTensor result = y.newTensor(shapes.result(), Layout.CHANNELS_LAST, execution);
      Volume in = shapes.in();
      int channels = shapes.out().c();
      kernel.convolve(
          new QConv.QImage(
              image.array(),
              image.offset(),
              in.n(),
              in.d(),
              in.h(),
              in.w(),
              in.c(),
              x.params().unsigned(),
              x.params().zeroPoint()),
          filters,
          add
              ? requantization.stage(result, channels, addend(inputs, shapes, execution))
              : requantization.stage(result, channels),
          execution);
      return List.of(result);
    }

    private static QTensor addend(List<Tensor> inputs, ConvShapes shapes, Execution execution) {
      shapes.checkAddend(inputs.get(1));
      return (QTensor) Images.to(Args.anyBytes(inputs, 1), Layout.CHANNELS_LAST, execution);
    }
  }
}
