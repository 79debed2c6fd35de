package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.LinearActivation;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link LinearActivation} of 8-bit integers (PyTorch, on oneDNN: {@code
 * quantized::linear_leaky_relu}, {@code quantized::linear_tanh}): sums in int32, real by {@link
 * dev.octet.numerics.Affine#toReal}, the function in float, quantized once.
 *
 * @param weight [out, in], with one scale or one for each output
 * @param bias [out], or null
 * @param activation the function
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedLinearActivation(
    QTensor weight, FloatTensor bias, Module activation, ByteParams x, ByteParams y)
    implements Module {
  private static final String PREFIX = "quantized_";

  /** The type's name with a leaky ReLU. */
  public static final String LEAKY_RELU = PREFIX + LinearActivation.LEAKY_RELU;

  /** The type's name with a hyperbolic tangent. */
  public static final String TANH = PREFIX + LinearActivation.TANH;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if shapes do not fit, sums could leave int32, or the function
   *     is another
   */
  public QuantizedLinearActivation {
    weight = weight.to(Layout.CONTIGUOUS);
    Linear.checkShapes(weight.shape(), bias);
    Requantization.check(weight, 0, weight.shape().dim(1));
    if (!LinearActivation.fuses(activation)) {
      throw new IllegalArgumentException(activation.type() + ", expected leaky_relu or tanh");
    }
  }

  /** {@code quantized_linear_leaky_relu}, {@code quantized_linear_tanh}. */
  @Override
  public String type() {
    return PREFIX + Linear.TYPE + "_" + activation.type();
  }

  @Override
  public ModuleState state() {
    ModuleState state = activation.state().with("weight", weight).with("bias", bias);
    return Integers.in(Integers.in(state, "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedLinearActivation of(ModuleState state) {
    return new QuantizedLinearActivation(
        state.tensor("weight", QTensor.class),
        state.floats("bias").orElse(null),
        LinearActivation.activation(state),
        Integers.from(state, "x"),
        Integers.from(state, "y"));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(QGemm.class), activation, new Quantize(y))
        .forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(
        engine.kernel(QGemm.class), activation.prepare(engine), new Quantize(y).prepare(engine));
  }

  private Packed packed(QGemm gemm, Module function, Module quantize) {
    float[] scales = new float[weight.qparams().count()];
    for (int c = 0; c < scales.length; c++) {
      scales[c] = weight.qparams().scale(c);
    }
    return new Packed(
        type(),
        gemm,
        QuantizedLinear.panels(gemm, weight),
        scales,
        bias == null ? null : bias.toArray(),
        new float[] {x.scale()},
        new int[] {x.zeroPoint()},
        Integers.of(x),
        function,
        quantize);
  }

  private record Packed(
      String type,
      QGemm gemm,
      QGemm.QPanels panels,
      float[] weightScales,
      float[] bias,
      float[] scale,
      int[] zeroPoint,
      Integers x,
      Module activation,
      Module quantize)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int k = panels.k();
      int n = panels.n();
      QTensor a = x.input(inputs, 0, Layout.CONTIGUOUS, execution);
      Args.checkRows(a, 0, k, "weight [" + n + ", " + k + "]");
      int rows = a.shape().size(0, a.shape().rank() - 1);
      FloatTensor sums = execution.newFloats(a.shape().with(-1, n));
      gemm.multiply(
          new QGemm.QActivations(
              a.array(), a.offset(), rows, k, k, x.params().unsigned(), zeroPoint, false),
          panels,
          new QStage.Dequantize(
              scale, false, weightScales, bias, false, sums.array(), sums.offset(), n),
          execution);
      return quantize.forward(activation.forward(List.of(sums), execution), execution);
    }
  }
}
