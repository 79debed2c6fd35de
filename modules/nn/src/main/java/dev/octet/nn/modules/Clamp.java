package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.QUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Floats;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.DType;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Cuts elements off at limits: floats, or 8-bit integers, which keep their scale and zero point and
 * whose limits are quantized (PyTorch: {@code nn.ReLU6}, {@code nn.Hardtanh}, {@code clamp}).
 *
 * @param limits the limits
 */
public record Clamp(Limits limits) implements Module {
  /** The type's name with any limits. */
  public static final String TYPE = "clamp";

  /** The type's name with limits of 0 and 6. */
  public static final String RELU6 = "relu6";

  @Override
  public String type() {
    return limits.equals(Limits.RELU6) ? RELU6 : TYPE;
  }

  @Override
  public ModuleState state() {
    return limits.in(ModuleState.EMPTY);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Clamp of(ModuleState state) {
    return new Clamp(Limits.of(state));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    if (inputs.getFirst() instanceof QTensor) {
      return List.of(integers(Args.anyBytes(inputs, 0), limits, execution));
    }
    FloatActivation kernel = execution.kernel(FloatActivation.class);
    float lo = limits.least();
    float hi = limits.greatest();
    return Floats.map(
        inputs, execution, (x, from, n, y, to) -> kernel.clamp(x, from, n, lo, hi, y, to));
  }

  static QTensor integers(QTensor x, Limits limits, Execution execution) {
    QTensor y = execution.newBytes(x.shape(), x.layout(), x.dtype(), x.qparams());
    int lo = limits.least(x.qparams(), x.dtype().qmin(), x.dtype().qmax());
    int hi = limits.greatest(x.qparams(), x.dtype().qmin(), x.dtype().qmax());
    QUnary kernel = execution.kernel(QUnary.class);
    boolean unsigned = x.dtype() == DType.QUINT8;
    Rows.forRuns(
        execution,
        x.shape().size(),
        (from, n) ->
            kernel.clamp(
                x.array(), x.offset() + from, n, unsigned, lo, hi, y.array(), y.offset() + from));
    return y;
  }
}
