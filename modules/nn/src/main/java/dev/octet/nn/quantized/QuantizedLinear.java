package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Linear} of 8-bit integers (PyTorch: {@code nnq.Linear}, {@code nniq.LinearReLU}): input
 * [..., in], result [..., out], sums in int32, then {@link dev.octet.numerics.Affine#requantize}.
 *
 * @param weight [out, in], 8 bits, per tensor or per channel of axis 0
 * @param bias [out], float, or null
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 * @param limits what results are cut off at
 */
public record QuantizedLinear(
    QTensor weight, FloatTensor bias, ByteParams x, ByteParams y, Limits limits) implements Module {
  /** The type's name, without what may be fused. */
  public static final String TYPE = "quantized_linear";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the shapes do not fit, or sums could leave int32
   */
  public QuantizedLinear {
    weight = weight.to(Layout.CONTIGUOUS);
    Linear.checkShapes(weight.shape(), bias);
    Requantization.check(weight, 0, weight.shape().dim(1));
  }

  /** {@code quantized_linear}, {@code quantized_linear_relu}. */
  @Override
  public String type() {
    return TYPE + limits.suffix();
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return packed(execution.kernel(QGemm.class)).forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return packed(engine.kernel(QGemm.class));
  }

  static QGemm.QPanels panels(QGemm gemm, QTensor weight) {
    return gemm.pack(
        weight.array(),
        weight.offset(),
        weight.shape().dim(0),
        weight.shape().dim(1),
        weight.dtype() == DType.QUINT8,
        weight.qparams().zeroPoints());
  }

  private Packed packed(QGemm gemm) {
    return new Packed(
        gemm,
        panels(gemm, weight),
        Requantization.of(weight.qparams(), bias, x, y, false, limits),
        new int[] {x.zeroPoint()},
        Integers.of(x),
        Integers.of(y),
        type());
  }

  @Override
  public ModuleState state() {
    ModuleState state = ModuleState.EMPTY.with("weight", weight).with("bias", bias);
    return limits.in(Integers.in(Integers.in(state, "x", x), "y", y));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedLinear of(ModuleState state) {
    return new QuantizedLinear(
        state.tensor("weight", QTensor.class),
        state.floats("bias").orElse(null),
        Integers.from(state, "x"),
        Integers.from(state, "y"),
        Limits.of(state));
  }

  private record Packed(
      QGemm gemm,
      QGemm.QPanels panels,
      Requantization requantization,
      int[] zeroPoint,
      Integers x,
      Integers y,
      String type)
      implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int k = panels.k();
      int n = panels.n();
      QTensor a = x.input(inputs, 0, Layout.CONTIGUOUS, execution);
      Args.checkRows(a, 0, k, "weight [" + n + ", " + k + "]");
      int rows = a.shape().size(0, a.shape().rank() - 1);
      QTensor result = y.newTensor(a.shape().with(-1, n), Layout.CONTIGUOUS, execution);
      gemm.multiply(
          new QGemm.QActivations(
              a.array(), a.offset(), rows, k, k, x.params().unsigned(), zeroPoint, false),
          panels,
          requantization.stage(result, n),
          execution);
      return List.of(result);
    }
  }
}
