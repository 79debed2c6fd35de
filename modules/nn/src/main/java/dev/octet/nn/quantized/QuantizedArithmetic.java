package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QBinary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Broadcast;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Operands;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * The sum or product of 8-bit integers that have scales of their own; shapes broadcast by NumPy's
 * rule (PyTorch: {@code nnq.QFunctional.add}, {@code mul}, {@code add_relu}). Operands bring their
 * scale and zero point.
 *
 * @param op which
 * @param y what the result's integers stand for
 * @param limits what results are cut off at; they lie around 0
 */
public record QuantizedArithmetic(QBinary.Op op, ByteParams y, Limits limits) implements Module {
  /**
   * Checks.
   *
   * @throws IllegalArgumentException if 0 is outside of the limits
   */
  public QuantizedArithmetic {
    if (limits.least() > 0 || limits.greatest() < 0) {
      throw new IllegalArgumentException("0 is outside of " + limits);
    }
  }

  /** {@code quantized_add}, {@code quantized_mul}, {@code quantized_add_relu}. */
  @Override
  public String type() {
    return type(op) + limits.suffix();
  }

  /**
   * The type's name, without what may be fused.
   *
   * @param op which
   * @return {@code quantized_add} or {@code quantized_mul}
   */
  public static String type(QBinary.Op op) {
    return "quantized_" + op.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public ModuleState state() {
    return limits.in(Integers.in(ModuleState.EMPTY, "y", y));
  }

  /**
   * From a saved state.
   *
   * @param op which
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedArithmetic of(QBinary.Op op, ModuleState state) {
    return new QuantizedArithmetic(op, Integers.from(state, "y"), Limits.of(state));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    return ready().forward(inputs, execution);
  }

  @Override
  public Module prepare(Engine engine) {
    return ready();
  }

  private Ready ready() {
    QParams p = QParams.perTensor(y.scale(), y.zeroPoint());
    return new Ready(
        op,
        Integers.of(y),
        limits.least(p, y.qmin(), y.qmax()),
        limits.greatest(p, y.qmin(), y.qmax()),
        type());
  }

  private record Ready(QBinary.Op op, Integers y, int lo, int hi, String type) implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 2, 2);
      QTensor left = Args.anyBytes(inputs, 0);
      QTensor right = Args.anyBytes(inputs, 1);
      Operands operands = Operands.of(left, right, execution);
      QTensor a = (QTensor) operands.a();
      QTensor b = (QTensor) operands.b();
      QBinary.Params p = new QBinary.Params(op, a.byteParams(), b.byteParams(), y.params(), lo, hi);
      QTensor result = y.newTensor(operands.shape(), operands.layout(), execution);
      QBinary kernel = execution.kernel(QBinary.class);
      Broadcast runs = operands.runs();
      operands.forEach(
          execution,
          (aAt, bAt, to, count) ->
              kernel.apply(
                  p,
                  a.array(),
                  aAt,
                  runs.aStep(),
                  b.array(),
                  bAt,
                  runs.bStep(),
                  count,
                  result.array(),
                  result.offset() + to));
      return List.of(result);
    }
  }
}
