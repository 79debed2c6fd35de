package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QUnary;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Integers;
import dev.octet.nn.support.Rows;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * PReLU of 8-bit integers [N, C] or [N, C, …] (PyTorch: {@code nnq.PReLU}, which quantizes the
 * slopes too; here they are real): {@link dev.octet.numerics.Affine#slope}.
 *
 * @param slope factors of negative arguments, [C] or [1]
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedPRelu(FloatTensor slope, ByteParams x, ByteParams y) implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_prelu";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the slopes are not one dimension
   */
  public QuantizedPRelu {
    if (slope.shape().rank() != 1 || slope.shape().size() == 0) {
      throw new IllegalArgumentException(
          "slope has shape " + slope.shape() + ", expected [C] or [1]");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    ModuleState state = ModuleState.EMPTY.with("slope", slope);
    return Integers.in(Integers.in(state, "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedPRelu of(ModuleState state) {
    return new QuantizedPRelu(
        state.tensor("slope", FloatTensor.class),
        Integers.from(state, "x"),
        Integers.from(state, "y"));
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
    float ratio = x.scale() / y.scale();
    float[] negative = slope.toArray();
    for (int i = 0; i < negative.length; i++) {
      negative[i] *= ratio;
    }
    return new Ready(ratio, negative, Integers.of(x), Integers.of(y));
  }

  private record Ready(float positive, float[] negative, Integers x, Integers y) implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int c = negative.length;
      Tensor given = inputs.getFirst();
      if (c > 1) {
        BatchNorm.checkChannels(given, c);
      }
      Layout layout =
          c == 1
              ? given.layout()
              : given.shape().rank() > 2 ? Layout.CHANNELS_LAST : Layout.CONTIGUOUS;
      QTensor q = x.input(inputs, 0, layout, execution);
      QTensor result = y.newTensor(q.shape(), layout, execution);
      QUnary kernel = execution.kernel(QUnary.class);
      if (c == 1) {
        Rows.forRuns(
            execution, q.shape().size(), (from, n) -> slopes(kernel, q, from, n, 0, result));
      } else {
        Rows.forEach(
            execution, q.shape().size() / c, c, i -> slopes(kernel, q, i * c, c, 1, result));
      }
      return List.of(result);
    }

    private void slopes(QUnary kernel, QTensor q, int from, int n, int step, QTensor result) {
      kernel.prelu(
          q.array(),
          q.offset() + from,
          n,
          x.params(),
          positive,
          negative,
          0,
          step,
          result.array(),
          result.offset() + from,
          y.params());
    }
  }
}
