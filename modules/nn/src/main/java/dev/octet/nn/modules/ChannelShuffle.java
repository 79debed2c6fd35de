package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Channel {@code g * (C / groups) + i} becomes channel {@code i * groups + g} (PyTorch: {@code
 * nn.ChannelShuffle}; Zhang et al., 2018). Of [N, C, …], floats or 8-bit integers, which keep scale
 * and zero point. The result lies channels last.
 *
 * @param groups how many groups
 */
public record ChannelShuffle(int groups) implements Module {
  /** The type's name. */
  public static final String TYPE = "channel_shuffle";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if there are no groups
   */
  public ChannelShuffle {
    if (groups < 1) {
      throw new IllegalArgumentException(groups + " groups, expected at least 1");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ChannelShuffle of(ModuleState state) {
    return new ChannelShuffle(state.intOf("groups"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("groups", groups);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.image(inputs, 0, execution);
    int pixels = x.shape().dim(0) * Images.pixels(x.shape());
    CopyPlan plan = CopyPlan.channelShuffle(pixels, x.shape().dim(1), groups);
    return List.of(Moves.reordered(x, plan, x.shape(), execution));
  }
}
