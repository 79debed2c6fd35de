package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.Volume;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Channels become pixels: [N, C * r * r, H, W] to [N, C, H * r, W * r] (PyTorch: {@code
 * nn.PixelShuffle}; ONNX: DepthToSpace; Shi et al., 2016). Of floats or of 8-bit integers, which
 * keep scale and zero point. The result lies channels last.
 *
 * @param factor r
 * @param depthFirst whether the channels of one place of the r * r are neighbours, as in ONNX's
 *     mode DCR; otherwise the r * r of one result channel are, as in PyTorch
 */
public record PixelShuffle(int factor, boolean depthFirst) implements Module {
  /** The type's name. */
  public static final String TYPE = "pixel_shuffle";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the factor is below 1
   */
  public PixelShuffle {
    check(factor);
  }

  /**
   * PyTorch's.
   *
   * @param factor r
   */
  public PixelShuffle(int factor) {
    this(factor, false);
  }

  static void check(int factor) {
    if (factor < 1 || factor > 1 << 15) {
      throw new IllegalArgumentException("factor " + factor + ", expected 1 to 32768");
    }
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static PixelShuffle of(ModuleState state) {
    return new PixelShuffle(state.intOf("factor"), state.booleanOf("depthFirst"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("factor", factor).with("depthFirst", depthFirst);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.image(inputs, 0, execution);
    Images.checkSpatial(x, 2);
    Volume in = Images.volume(x.shape());
    int r = factor;
    CopyPlan plan = CopyPlan.pixelShuffle(in, r);
    int channels = in.c() / (r * r);
    if (depthFirst) {
      plan = CopyPlan.permute(new int[] {in.n(), in.h(), in.w(), r, r, channels}, 0, 1, 3, 2, 4, 5);
    }
    Shape shape = Shape.of(in.n(), channels, in.h() * r, in.w() * r);
    return List.of(Moves.reordered(x, plan, shape, execution));
  }
}
