package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;

/**
 * A number added to each element, or each element times a number (PyTorch: {@code
 * FloatFunctional.add_scalar}, {@code mul_scalar}). {@code prepare} makes one of an {@link
 * Arithmetic} with a constant of one element.
 *
 * @param op {@code ADD} or {@code MUL}
 * @param number the number
 */
public record Scalar(FloatBinary.Op op, float number) implements Module {
  /** The operations that it can be. */
  public static final List<FloatBinary.Op> OPS = List.of(FloatBinary.Op.ADD, FloatBinary.Op.MUL);

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if it is another operation, or the number is not finite
   */
  public Scalar {
    if (!OPS.contains(op) || !Float.isFinite(number)) {
      throw new IllegalArgumentException(
          op + " with " + number + ", expected one of " + OPS + " with a finite number");
    }
  }

  /** {@code add_scalar}, {@code mul_scalar}. */
  @Override
  public String type() {
    return type(op);
  }

  /**
   * The type's name.
   *
   * @param op {@code ADD} or {@code MUL}
   * @return {@code add_scalar} or {@code mul_scalar}
   */
  public static String type(FloatBinary.Op op) {
    return op.name().toLowerCase(Locale.ROOT) + "_scalar";
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("number", number);
  }

  /**
   * From a saved state.
   *
   * @param op which
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Scalar of(FloatBinary.Op op, ModuleState state) {
    return new Scalar(op, state.floatOf("number"));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.anyFloats(inputs, 0);
    return new Arithmetic(op).forward(List.of(x, FloatTensor.scalar(number)), execution);
  }
}
