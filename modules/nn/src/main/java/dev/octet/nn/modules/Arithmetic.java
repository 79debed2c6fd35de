package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Broadcast;
import dev.octet.nn.support.Operands;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.Locale;
import java.util.function.LongBinaryOperator;

/**
 * An operation of two operands for each element; shapes broadcast by NumPy's rule. Both operands
 * are floats, or both INT64, which wrap as Java's longs do; their quotient is cut towards zero, and
 * a division by zero is an error. The exponent of a power may be of the other kind; the result is
 * of the base's. The result lies channels last where an operand of the result's rank does.
 *
 * @param op which
 * @param limits what float results are cut off at
 */
public record Arithmetic(FloatBinary.Op op, Limits limits) implements Module {
  /**
   * Without limits.
   *
   * @param op which
   */
  public Arithmetic(FloatBinary.Op op) {
    this(op, Limits.NONE);
  }

  /** The type is the operation's name: {@code add}, {@code sub}, {@code mul}, {@code add_relu}. */
  @Override
  public String type() {
    return op.name().toLowerCase(Locale.ROOT) + limits.suffix();
  }

  @Override
  public ModuleState state() {
    return limits.in(ModuleState.EMPTY);
  }

  /**
   * From a saved state.
   *
   * @param op which
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Arithmetic of(FloatBinary.Op op, ModuleState state) {
    return new Arithmetic(op, Limits.of(state));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    Operands operands = Operands.of(inputs.get(0), inputs.get(1), execution);
    Tensor a = operands.a();
    Tensor b = operands.b();
    Shape shape = operands.shape();
    Broadcast runs = operands.runs();
    boolean power = op == FloatBinary.Op.POW;
    if (a instanceof FloatTensor x && b instanceof FloatTensor y) {
      return List.of(floats(x, y, runs, operands, execution));
    }
    if (a instanceof LongTensor x && b instanceof LongTensor y) {
      return List.of(longs(x, y, runs, shape));
    }
    if (power && a instanceof FloatTensor x && b instanceof LongTensor y) {
      FloatTensor exponents = execution.newFloats(y.shape(), y.layout());
      for (int i = 0; i < y.shape().size(); i++) {
        exponents.array()[exponents.offset() + i] = y.array()[y.offset() + i];
      }
      return List.of(floats(x, exponents, runs, operands, execution));
    }
    if (power && a instanceof LongTensor x && b instanceof FloatTensor y) {
      return List.of(powers(x, y, runs, shape));
    }
    throw new IllegalArgumentException(
        "operands are "
            + a.dtype()
            + " "
            + a.shape()
            + " and "
            + b.dtype()
            + " "
            + b.shape()
            + ", expected both FLOAT32 or both INT64");
  }

  private FloatTensor floats(
      FloatTensor a, FloatTensor b, Broadcast runs, Operands operands, Execution execution) {
    FloatTensor y = execution.newFloats(operands.shape(), operands.layout());
    FloatBinary kernel = execution.kernel(FloatBinary.class);
    FloatActivation clamp = execution.kernel(FloatActivation.class);
    operands.forEach(
        execution,
        (aAt, bAt, to, count) -> {
          int at = y.offset() + to;
          kernel.apply(
              op, a.array(), aAt, runs.aStep(), b.array(), bAt, runs.bStep(), count, y.array(), at);
          if (!limits.isNone()) {
            clamp.clamp(y.array(), at, count, limits.least(), limits.greatest(), y.array(), at);
          }
        });
    return y;
  }

  private LongTensor longs(LongTensor a, LongTensor b, Broadcast runs, Shape shape) {
    LongBinaryOperator f =
        switch (op) {
          case ADD -> Long::sum;
          case SUB -> (x, y) -> x - y;
          case MUL -> (x, y) -> x * y;
          case DIV -> Arithmetic::quotient;
          case POW -> Arithmetic::power;
        };
    long[] y = new long[shape.size()];
    for (int r = 0; r < runs.count() && y.length > 0; r++) {
      int aAt = a.offset() + runs.aStart(r);
      int bAt = b.offset() + runs.bStart(r);
      for (int i = 0; i < runs.run(); i++) {
        y[r * runs.run() + i] =
            f.applyAsLong(a.array()[aAt + i * runs.aStep()], b.array()[bAt + i * runs.bStep()]);
      }
    }
    return LongTensor.wrap(y, 0, shape);
  }

  private static LongTensor powers(LongTensor a, FloatTensor b, Broadcast runs, Shape shape) {
    long[] y = new long[shape.size()];
    for (int r = 0; r < runs.count() && y.length > 0; r++) {
      int aAt = a.offset() + runs.aStart(r);
      int bAt = b.offset() + runs.bStart(r);
      for (int i = 0; i < runs.run(); i++) {
        double base = a.array()[aAt + i * runs.aStep()];
        y[r * runs.run() + i] = (long) Math.pow(base, b.array()[bAt + i * runs.bStep()]);
      }
    }
    return LongTensor.wrap(y, 0, shape);
  }

  private static long quotient(long a, long b) {
    if (b == 0) {
      throw new IllegalArgumentException("division of the integer " + a + " by zero");
    }
    return a / b;
  }

  /** By repeated squaring; a negative exponent is a division, cut towards zero. */
  private static long power(long base, long exponent) {
    if (exponent < 0) {
      return base == 1 ? 1 : base == -1 ? ((exponent & 1) == 0 ? 1 : -1) : quotient(1, base);
    }
    long result = 1;
    long square = base;
    for (long e = exponent; e > 0; e >>= 1) {
      result *= (e & 1) == 1 ? square : 1;
      square *= square;
    }
    return result;
  }
}
