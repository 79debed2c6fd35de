package dev.octet.nn.quantized;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormalization;
import dev.octet.kernel.QNormalization.Steps;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Integers;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Group normalization of 8-bit images [N, C, …] (PyTorch: {@code nnq.GroupNorm}); with as many
 * groups as channels, instance normalization ({@code nnq.InstanceNorm1d} to {@code 3d}): {@link
 * QNormalization#groupNormChannelsLast}. The result lies channels last.
 *
 * @param groups groups, which divides C
 * @param gamma factors [C]
 * @param beta terms [C]
 * @param eps added to variances
 * @param x what the input's integers stand for
 * @param y what the result's integers stand for
 */
public record QuantizedGroupNorm(
    int groups, FloatTensor gamma, FloatTensor beta, float eps, ByteParams x, ByteParams y)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "quantized_group_norm";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if shapes differ, or groups do not divide the channels
   */
  public QuantizedGroupNorm {
    if (gamma.shape().rank() != 1 || !gamma.shape().equals(beta.shape())) {
      throw new IllegalArgumentException(
          "gamma " + gamma.shape() + " and beta " + beta.shape() + ", expected [C] of both");
    }
    if (groups < 1 || gamma.shape().dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide " + gamma.shape().dim(0) + " channels");
    }
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    ModuleState state =
        ModuleState.EMPTY
            .with("groups", groups)
            .with("eps", eps)
            .with("gamma", gamma)
            .with("beta", beta);
    return Integers.in(Integers.in(state, "x", x), "y", y);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static QuantizedGroupNorm of(ModuleState state) {
    return new QuantizedGroupNorm(
        state.intOf("groups"),
        state.tensor("gamma", FloatTensor.class),
        state.tensor("beta", FloatTensor.class),
        state.floatOf("eps"),
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
    Steps steps = Steps.of(gamma.toArray(), beta.toArray(), y.scale());
    return new Ready(groups, steps, eps, Integers.of(x), Integers.of(y));
  }

  private record Ready(int groups, Steps steps, float eps, Integers x, Integers y)
      implements Module {
    @Override
    public String type() {
      return TYPE;
    }

    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      int c = steps.factor().length;
      BatchNorm.checkChannels(inputs.getFirst(), c);
      Layout layout =
          inputs.getFirst().shape().rank() > 2 ? Layout.CHANNELS_LAST : Layout.CONTIGUOUS;
      QTensor q = x.input(inputs, 0, layout, execution);
      QTensor result = y.newTensor(q.shape(), layout, execution);
      QNorm kernel = execution.kernel(QNorm.class);
      int pixels = Images.pixels(q.shape());
      if (q.shape().size() > 0) {
        execution.parallel(
            q.shape().dim(0),
            n ->
                QNormalization.groupNormChannelsLast(
                    kernel,
                    q.array(),
                    q.offset() + n * pixels * c,
                    pixels,
                    c,
                    groups,
                    x.params(),
                    steps,
                    eps,
                    result.array(),
                    result.offset() + n * pixels * c,
                    y.params()));
      }
      return List.of(result);
    }
  }
}
