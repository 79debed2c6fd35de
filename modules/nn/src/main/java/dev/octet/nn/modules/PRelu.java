package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Operands;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;

/**
 * {@code x < 0 ? slope * x : x} with a slope for each channel of [N, C] or [N, C, …], or one for
 * all (PyTorch: {@code nn.PReLU}; He et al., 2015).
 *
 * @param slope factors of negative arguments: [C], [1], or of more dimensions, which broadcast to
 *     the input's
 */
public record PRelu(FloatTensor slope) implements Module {
  /** The type's name. */
  public static final String TYPE = "prelu";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are no slopes, or they have no dimension
   */
  public PRelu {
    if (slope.shape().rank() == 0 || slope.shape().size() == 0) {
      throw new IllegalArgumentException("slope has shape " + slope.shape() + ", expected [C]");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static PRelu of(ModuleState state) {
    return new PRelu(state.tensor("slope", FloatTensor.class));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("slope", slope);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.anyFloats(inputs, 0);
    if (slope.shape().rank() > 1) {
      return List.of(apply(x, slope, execution));
    }
    int channels = slope.shape().dim(0);
    if (channels == 1) {
      return new LeakyRelu(slope.get(0)).forward(inputs, execution);
    }
    BatchNorm.checkChannels(x, channels);
    int[] dims = new int[x.shape().rank() - 1];
    Arrays.fill(dims, 1);
    dims[0] = channels;
    return List.of(apply(x, slope.reshape(dims), execution));
  }

  /** Slopes of a shape that broadcasts to the input's. */
  private static FloatTensor apply(FloatTensor x, FloatTensor slope, Execution execution) {
    Operands operands = Operands.of(x, slope, execution);
    if (!operands.shape().equals(x.shape())) {
      throw new IllegalArgumentException(
          "slopes " + slope.shape() + " do not broadcast to " + x.shape());
    }
    float[] values = ((FloatTensor) operands.a()).array();
    float[] slopes = ((FloatTensor) operands.b()).array();
    FloatTensor y = execution.newFloats(x.shape(), operands.layout());
    FloatActivation kernel = execution.kernel(FloatActivation.class);
    int step = operands.runs().bStep();
    operands.forEach(
        execution,
        (a, b, to, n) -> kernel.prelu(values, a, n, slopes, b, step, y.array(), y.offset() + to));
    return y;
  }
}
