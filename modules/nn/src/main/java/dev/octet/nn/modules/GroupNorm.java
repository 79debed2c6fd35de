package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatNormalization;
import dev.octet.kernel.FloatNormalization.Channels;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Normalization of groups of channels of each [C, …], each to a mean of 0 and a variance of 1, then
 * {@code y * gamma + beta} (PyTorch: {@code nn.GroupNorm}; Wu and He, 2018). The layout stays.
 *
 * @param groups groups, which divides C
 * @param gamma factors [C]
 * @param beta terms [C]
 * @param eps added to variances
 */
public record GroupNorm(int groups, FloatTensor gamma, FloatTensor beta, float eps)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "group_norm";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if shapes differ, or the groups do not divide the channels
   */
  public GroupNorm {
    if (gamma.shape().rank() != 1 || !beta.shape().equals(gamma.shape())) {
      throw new IllegalArgumentException(
          "gamma " + gamma.shape() + ", beta " + beta.shape() + ", expected [C] each");
    }
    if (groups < 1 || gamma.shape().dim(0) % groups != 0) {
      throw new IllegalArgumentException(
          groups + " groups do not divide " + gamma.shape().dim(0) + " channels");
    }
    if (!(eps >= 0)) {
      throw new IllegalArgumentException("eps " + eps + " is not at least 0");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static GroupNorm of(ModuleState state) {
    return new GroupNorm(
        state.intOf("groups"),
        state.tensor("gamma", FloatTensor.class),
        state.tensor("beta", FloatTensor.class),
        state.floatOf("eps"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("groups", groups)
        .with("eps", eps)
        .with("gamma", gamma)
        .with("beta", beta);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    FloatTensor x = Args.anyFloats(inputs, 0);
    int c = gamma.shape().dim(0);
    BatchNorm.checkChannels(x, c);
    FloatTensor y = execution.newFloats(x.shape(), x.layout());
    if (x.shape().size() == 0) {
      return List.of(y);
    }
    int plane = Images.pixels(x.shape());
    int each = c / groups;
    int image = c * plane;
    Channels affine = new Channels(gamma.toArray(), beta.toArray());
    FloatNorm kernel = execution.kernel(FloatNorm.class);
    if (x.layout() == Layout.CHANNELS_LAST) {
      execution.parallel(
          x.shape().dim(0),
          i ->
              FloatNormalization.groupNormChannelsLast(
                  kernel,
                  x.array(),
                  x.offset() + i * image,
                  plane,
                  c,
                  groups,
                  affine,
                  eps,
                  y.array(),
                  y.offset() + i * image));
    } else {
      execution.parallel(
          x.shape().dim(0) * groups,
          i -> {
            int skip = i * each * plane;
            FloatNormalization.groupNorm(
                kernel,
                x.array(),
                x.offset() + skip,
                each,
                plane,
                affine,
                i % groups * each,
                eps,
                y.array(),
                y.offset() + skip);
          });
    }
    return List.of(y);
  }
}
