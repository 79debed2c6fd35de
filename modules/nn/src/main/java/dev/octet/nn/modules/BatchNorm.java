package dev.octet.nn.modules;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatNormalization.Channels;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Rows;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Batch normalization with known statistics, of [N, C] or [N, C, …]: {@code y = (x - mean) /
 * sqrt(var + eps) * gamma + beta} (PyTorch: {@code nn.BatchNorm1d} to {@code 3d} in evaluation,
 * {@code BNReLU2d}; Ioffe and Szegedy, 2015).
 *
 * @param gamma factors [C]
 * @param beta terms [C]
 * @param mean running means [C]
 * @param variance running variances [C], not negative
 * @param eps added to variances
 * @param limits what results are cut off at
 */
public record BatchNorm(
    FloatTensor gamma,
    FloatTensor beta,
    FloatTensor mean,
    FloatTensor variance,
    float eps,
    Limits limits)
    implements Module {
  /** The type's name, without what may be fused. */
  public static final String TYPE = "batch_norm";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if shapes differ, or {@code eps} is negative
   */
  public BatchNorm {
    for (FloatTensor t : List.of(gamma, beta, mean, variance)) {
      if (t.shape().rank() != 1 || !t.shape().equals(gamma.shape())) {
        throw new IllegalArgumentException(
            "gamma "
                + gamma.shape()
                + ", beta "
                + beta.shape()
                + ", mean "
                + mean.shape()
                + " and variance "
                + variance.shape()
                + " must be one number for each channel");
      }
    }
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("eps " + eps + " is not at least 0");
    }
  }

  /**
   * Without limits.
   *
   * @param gamma factors [C]
   * @param beta terms [C]
   * @param mean running means [C]
   * @param variance running variances [C]
   * @param eps added to variances
   */
  public BatchNorm(
      FloatTensor gamma, FloatTensor beta, FloatTensor mean, FloatTensor variance, float eps) {
    this(gamma, beta, mean, variance, eps, Limits.NONE);
  }

  /**
   * Channels.
   *
   * @return C
   */
  public int channels() {
    return gamma.shape().dim(0);
  }

  /** {@code batch_norm}, {@code batch_norm_relu}. */
  @Override
  public String type() {
    return TYPE + limits.suffix();
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
    return new Ready(
        Channels.ofBatch(gamma.toArray(), beta.toArray(), mean.toArray(), variance.toArray(), eps),
        limits,
        type());
  }

  @Override
  public ModuleState state() {
    return limits.in(
        ModuleState.EMPTY
            .with("eps", eps)
            .with("gamma", gamma)
            .with("beta", beta)
            .with("mean", mean)
            .with("variance", variance));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static BatchNorm of(ModuleState state) {
    return new BatchNorm(
        state.tensor("gamma", FloatTensor.class),
        state.tensor("beta", FloatTensor.class),
        state.tensor("mean", FloatTensor.class),
        state.tensor("variance", FloatTensor.class),
        state.floatOf("eps"),
        Limits.of(state));
  }

  /**
   * Refuses an input without so many channels on axis 1.
   *
   * @param x the input
   * @param channels C
   * @throws IllegalArgumentException if it has another number
   */
  public static void checkChannels(Tensor x, int channels) {
    Shape shape = x.shape();
    if (shape.rank() < 2 || shape.dim(1) != channels) {
      throw new IllegalArgumentException(
          "input has shape " + shape + ", expected [N, " + channels + ", …]");
    }
  }

  private record Ready(Channels channels, Limits limits, String type) implements Module {
    @Override
    public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
      Args.count(inputs, 1, 1);
      FloatTensor given = Args.anyFloats(inputs, 0);
      int c = channels.factor().length;
      checkChannels(given, c);
      Layout layout = given.shape().rank() > 2 ? Layout.CHANNELS_LAST : Layout.CONTIGUOUS;
      FloatTensor x = (FloatTensor) Images.to(given, layout, execution);
      FloatTensor y = execution.newFloats(x.shape(), layout);
      FloatNorm norm = execution.kernel(FloatNorm.class);
      FloatActivation clamp = execution.kernel(FloatActivation.class);
      Rows.forEach(
          execution,
          c == 0 ? 0 : x.shape().size() / c,
          c,
          i -> {
            int at = y.offset() + i * c;
            norm.apply(
                x.array(),
                x.offset() + i * c,
                c,
                0f,
                channels.factor(),
                channels.shift(),
                0,
                1,
                y.array(),
                at);
            if (!limits.isNone()) {
              clamp.clamp(y.array(), at, c, limits.least(), limits.greatest(), y.array(), at);
            }
          });
      return List.of(y);
    }
  }
}
