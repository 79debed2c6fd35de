package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Images;
import dev.octet.nn.support.Moves;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Images of other sizes, larger or smaller, by nearest neighbours or linear interpolation along
 * each axis (PyTorch: {@code nn.Upsample}, {@code functional.interpolate}; ONNX: Resize). Of [N, C,
 * W], [N, C, H, W] or [N, C, D, H, W], floats or 8-bit integers, which keep scale and zero point.
 * The result lies channels last.
 *
 * @param sampling where results lie among the elements, and what they take from them
 * @param sizes results along each spatial axis, outermost first; none where scales say it
 * @param scales results for each element along each spatial axis, sizes rounded down; none where
 *     sizes say it
 */
public record Upsample(Sampling sampling, List<Integer> sizes, List<Double> scales)
    implements Module {
  /** The type's name. */
  public static final String TYPE = "upsample";

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there are not one to three of either sizes or scales, or
   *     one is not above 0
   */
  public Upsample {
    sizes = List.copyOf(sizes);
    scales = List.copyOf(scales);
    int n = sizes.size() + scales.size();
    boolean one = sizes.isEmpty() != scales.isEmpty();
    boolean positive =
        sizes.stream().allMatch(s -> s > 0)
            && scales.stream().allMatch(s -> s > 0 && s < Double.POSITIVE_INFINITY);
    if (!one || n > 3 || !positive) {
      throw new IllegalArgumentException(
          "sizes "
              + sizes
              + " and scales "
              + scales
              + ", expected one to three of either, above 0");
    }
  }

  /**
   * To certain sizes.
   *
   * @param sampling how
   * @param sizes results along each spatial axis, outermost first
   * @return the module
   */
  public static Upsample to(Sampling sampling, Integer... sizes) {
    return new Upsample(sampling, Arrays.asList(sizes), List.of());
  }

  /**
   * By factors.
   *
   * @param sampling how
   * @param scales results for each element along each spatial axis, outermost first
   * @return the module
   */
  public static Upsample by(Sampling sampling, Double... scales) {
    return new Upsample(sampling, List.of(), Arrays.asList(scales));
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Upsample of(ModuleState state) {
    List<Double> scales = new ArrayList<>();
    while (state.settings().get("scale" + scales.size()) instanceof Double d) {
      scales.add(d);
    }
    Sampling sampling =
        new Sampling(
            state.booleanOf("linear"),
            Sampling.Coordinates.valueOf(state.stringOf("coordinates")),
            Sampling.Rounding.valueOf(state.stringOf("rounding")));
    return new Upsample(sampling, Arrays.stream(state.intsOf("sizes")).boxed().toList(), scales);
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    ModuleState state =
        ModuleState.EMPTY
            .with("linear", sampling.linear())
            .with("coordinates", sampling.coordinates().name())
            .with("rounding", sampling.rounding().name())
            .with("sizes", sizes.stream().mapToInt(Integer::intValue).toArray());
    for (int i = 0; i < scales.size(); i++) {
      state = state.with("scale" + i, scales.get(i));
    }
    return state;
  }

  /**
   * Spatial dimensions.
   *
   * @return 1 to 3
   */
  public int spatial() {
    return Math.max(sizes.size(), scales.size());
  }

  /**
   * The result's size along an axis.
   *
   * @param axis spatial axis, from 0
   * @param size the input's size along it
   * @return at least 1
   * @throws IllegalArgumentException if scales leave nothing, or more than an array holds
   */
  public int out(int axis, int size) {
    double out = sizes.isEmpty() ? Math.floor(size * scales.get(axis)) : sizes.get(axis);
    if (!(out >= 1 && out <= Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "scale " + scales.get(axis) + " makes " + out + " of " + size + " elements");
    }
    return (int) out;
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.image(inputs, 0, execution);
    Images.checkSpatial(x, spatial());
    Volume in = Images.volume(x.shape());
    if (sampling.linear()) {
      Resample.Shape shape =
          new Resample.Shape(in, taps(0, in.d()), taps(1, in.h()), taps(2, in.w()));
      Tensor y = like(x, shape.out(), execution);
      interpolate(x, shape, y, execution);
      return List.of(y);
    }
    Rearrange.Pixels pixels =
        new Rearrange.Pixels(in, nearest(0, in.d()), nearest(1, in.h()), nearest(2, in.w()));
    Tensor y = like(x, pixels.out(), execution);
    Moves.gather(x, pixels, 0f, y, execution);
    return List.of(y);
  }

  private Tensor like(Tensor x, Volume out, Execution execution) {
    return Elements.like(x, Images.shape(out, spatial()), x.layout(), execution);
  }

  private static void interpolate(Tensor x, Resample.Shape shape, Tensor y, Execution execution) {
    Resample kernel = execution.kernel(Resample.class);
    if (x instanceof QTensor q) {
      boolean unsigned = q.dtype() == DType.QUINT8;
      int z = q.qparams().zeroPoint(0);
      byte[] to = ((QTensor) y).array();
      kernel.linear(q.array(), q.offset(), shape, unsigned, z, to, y.offset(), execution);
    } else {
      float[] from = ((FloatTensor) x).array();
      kernel.linear(from, x.offset(), shape, ((FloatTensor) y).array(), y.offset(), execution);
    }
  }

  /** Axes are those of a volume, of which the first may be missing. */
  private LinearTaps taps(int axis, int size) {
    int own = axis - (3 - spatial());
    return own < 0
        ? LinearTaps.still(size)
        : sampling.taps(size, out(own, size), scales.isEmpty() ? 0 : scales.get(own));
  }

  private int[] nearest(int axis, int size) {
    int own = axis - (3 - spatial());
    return own < 0
        ? new int[1]
        : sampling.nearest(size, out(own, size), scales.isEmpty() ? 0 : scales.get(own));
  }
}
