package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.numerics.ByteTable;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A function of each 8-bit integer by a table of its 256 results (PyTorch: {@code quantized::elu},
 * {@code quantized::hardswish}, {@code quantized::sigmoid} and the like): {@code
 * quantize(f(dequantize(q)))}, f in double precision ({@link ByteTable}). Keeps the layout.
 *
 * @param function its name: {@code hard_swish}, {@code sigmoid}
 * @param x what arguments stand for
 * @param y what results stand for
 * @param table 256 results, that of byte i, read without its sign, at i; standing for themselves
 */
public record ByteLookup(String function, ByteParams x, ByteParams y, QTensor table)
    implements Module {
  private static final String PREFIX = "quantized_";
  private static final QParams ITSELF = QParams.perTensor(1f, 0);

  /** Functions that Octet's rules make tables of. */
  public static final List<String> FUNCTIONS =
      List.of(
          "sigmoid",
          "tanh",
          "gelu",
          "elu",
          "celu",
          "silu",
          "leaky_relu",
          "hard_sigmoid",
          "hard_swish",
          "softplus",
          "exp",
          "sqrt",
          "abs",
          "neg",
          "reciprocal",
          "erf");

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the table has not 256 integers of the result's type
   */
  public ByteLookup {
    if (!table.shape().equals(Shape.of(256)) || table.dtype() != Integers.of(y).dtype()) {
      throw new IllegalArgumentException(
          "table is "
              + table.dtype()
              + " "
              + table.shape()
              + ", expected "
              + Integers.of(y).dtype()
              + " [256]");
    }
  }

  /**
   * The table of a function.
   *
   * @param function its name, for reports and files
   * @param x what arguments stand for
   * @param y what results stand for
   * @param f the function
   * @return the module
   */
  public static ByteLookup of(String function, ByteParams x, ByteParams y, DoubleUnaryOperator f) {
    return new ByteLookup(
        function,
        x,
        y,
        QTensor.wrap(ByteTable.of(x, y, f), Shape.of(256), Integers.of(y).dtype(), ITSELF));
  }

  /**
   * The type of a function.
   *
   * @param function its name
   * @return {@code quantized_hard_swish}
   */
  public static String type(String function) {
    return PREFIX + function;
  }

  /** {@code quantized_hard_swish}, {@code quantized_sigmoid}. */
  @Override
  public String type() {
    return type(function);
  }

  @Override
  public ModuleState state() {
    ModuleState state = ModuleState.EMPTY.with("function", function).with("table", table);
    return Integers.in(Integers.in(state, "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ByteLookup of(ModuleState state) {
    return new ByteLookup(
        state.stringOf("function"),
        Integers.from(state, "x"),
        Integers.from(state, "y"),
        state.tensor("table", QTensor.class));
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
    byte[] bytes = new byte[256];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) table.get(i);
    }
    return new Ready(type(), Integers.of(x), Integers.of(y), bytes);
  }

  private record Ready(String type, Integers x, Integers y, byte[] table) implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      QTensor q = x.input(inputs, 0);
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
