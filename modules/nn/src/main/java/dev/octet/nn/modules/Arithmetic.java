package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatBinary;
import dev.octet.nn.Module;
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
 * of the base's.
 *
 * @param op which
 */
public record Arithmetic(FloatBinary.Op op) implements Module {
  /** The type is the operation's name: {@code add}, {@code sub}, {@code mul}. */
  @Override
  public String type() {
    return op.name().toLowerCase(Locale.ROOT);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 2, 2);
    Tensor a = Elements.dense(inputs.get(0));
    Tensor b = Elements.dense(inputs.get(1));
    Shape shape = a.shape().broadcast(b.shape());
    Broadcast runs = Broadcast.of(a.shape(), b.shape(), shape);
    boolean power = op == FloatBinary.Op.POW;
    if (a instanceof FloatTensor x && b instanceof FloatTensor y) {
      return List.of(floats(x, y, runs, shape, execution));
    }
    if (a instanceof LongTensor x && b instanceof LongTensor y) {
      return List.of(longs(x, y, runs, shape));
    }
    if (power && a instanceof FloatTensor x && b instanceof LongTensor y) {
      FloatTensor exponents = execution.newFloats(y.shape());
      for (int i = 0; i < y.shape().size(); i++) {
        exponents.array()[exponents.offset() + i] = y.array()[y.offset() + i];
      }
      return List.of(floats(x, exponents, runs, shape, execution));
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
      FloatTensor a, FloatTensor b, Broadcast runs, Shape shape, Execution execution) {
    FloatTensor y = execution.newFloats(shape);
    FloatBinary kernel = execution.kernel(FloatBinary.class);
    if (runs.count() == 1) {
      Rows.forRuns(
          execution,
          runs.run(),
          (from, count) ->
              kernel.apply(
                  op,
                  a.array(),
                  a.offset() + from * runs.aStep(),
                  runs.aStep(),
                  b.array(),
                  b.offset() + from * runs.bStep(),
                  runs.bStep(),
                  count,
                  y.array(),
                  y.offset() + from));
      return y;
    }
    Rows.forEach(
        execution,
        runs.count(),
        runs.run(),
        r ->
            kernel.apply(
                op,
                a.array(),
                a.offset() + runs.aStart(r),
                runs.aStep(),
                b.array(),
                b.offset() + runs.bStart(r),
                runs.bStep(),
                runs.run(),
                y.array(),
                y.offset() + r * runs.run()));
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
