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
 * Pixels become channels: what undoes {@link PixelShuffle} (PyTorch: {@code nn.PixelUnshuffle};
 * ONNX: SpaceToDepth, whose order is depth first). Of floats or of 8-bit integers, which keep scale
 * and zero point. The result lies channels last.
 *
 * @param factor r
 * @param depthFirst whether the channels of one place of the r * r become neighbours; otherwise the
 *     r * r of one input channel do, as in PyTorch
 */
public record PixelUnshuffle(int factor, boolean depthFirst) implements Module {
  /** The type's name. */
  public static final String TYPE = "pixel_unshuffle";

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the factor is below 1
   */
  public PixelUnshuffle {
    PixelShuffle.check(factor);
  }

  /**
   * PyTorch's.
   *
   * @param factor r
   */
  public PixelUnshuffle(int factor) {
    this(factor, false);
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static PixelUnshuffle of(ModuleState state) {
    return new PixelUnshuffle(state.intOf("factor"), state.booleanOf("depthFirst"));
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
    CopyPlan plan = CopyPlan.pixelUnshuffle(in, r);
    int h = in.h() / r;
    int w = in.w() / r;
    if (depthFirst) {
      plan = CopyPlan.permute(new int[] {in.n(), h, r, w, r, in.c()}, 0, 1, 3, 2, 4, 5);
    }
    Shape shape = Shape.of(in.n(), in.c() * r * r, h, w);
    return List.of(Moves.reordered(x, plan, shape, execution));
  }
}
