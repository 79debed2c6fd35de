package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.QUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.Scalar;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.numerics.ScalarResult;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * {@link Scalar} of 8-bit integers (PyTorch: {@code quantized::add_scalar}, {@code
 * quantized::mul_scalar}): scale and zero point of the result follow from the input's, {@link
 * ScalarResult}. Where the integers themselves do not change, the result shares them.
 *
 * @param scalar operation and number
 * @param x what the input's integers stand for
 */
public record QuantizedScalar(Scalar scalar, ByteParams x) implements Module {
  private static final String PREFIX = "quantized_";

  /**
   * The type's name.
   *
   * @param op {@code ADD} or {@code MUL}
   * @return {@code quantized_add_scalar} or {@code quantized_mul_scalar}
   */
  public static String type(FloatBinary.Op op) {
    return PREFIX + Scalar.type(op);
  }

  @Override
  public String type() {
    return PREFIX + scalar.type();
  }

  /**
   * What becomes of integers.
   *
   * @param scalar operation and number
   * @param x what they stand for
   * @return new parameters, and a table where integers change
   * @throws IllegalArgumentException if there are no such parameters
   */
  public static ScalarResult result(Scalar scalar, ByteParams x) {
    return scalar.op() == FloatBinary.Op.ADD
        ? ScalarResult.add(x, scalar.number())
        : ScalarResult.multiply(x, scalar.number());
  }

  @Override
  public ModuleState state() {
    return Integers.in(scalar.state(), "x", x);
  }

  /**
   * From a saved state.
   *
   * @param op which
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedScalar of(FloatBinary.Op op, ModuleState state) {
    return new QuantizedScalar(Scalar.of(op, state), Integers.from(state, "x"));
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
    ScalarResult result = result(scalar, x);
    return new Ready(
        type(), Integers.of(x), Integers.of(result.params()), result.table().orElse(null));
  }

  /** The table is null where integers stay. */
  private record Ready(String type, Integers x, Integers y, byte[] table) implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      QTensor q = x.input(inputs, 0);
      if (table == null) {
        return List.of(
            QTensor.wrap(q.array(), q.offset(), q.shape(), q.layout(), y.dtype(), y.qparams()));
      }
      QTensor result = y.newTensor(q.shape(), q.layout(), execution);
      QUnary kernel = execution.kernel(QUnary.class);
      Rows.forRuns(
          execution,
          q.shape().size(),
          (from, n) ->
              kernel.lookup(
                  q.array(), q.offset() + from, n, table, result.array(), result.offset() + from));
      return List.of(result);
    }
  }
}
