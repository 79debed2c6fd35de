package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** Images, lines and volumes: [N, C, W], [N, C, H, W] and [N, C, D, H, W]. */
public final class Images {
  private Images() {}

  /** The same tensor in a layout; elements that have to move go to a borrowed array. */
  public static Tensor to(Tensor x, Layout layout, Execution execution) {
    boolean moves = x.layout() != layout && x.shape().rank() > 2 && x.shape().size() > 0;
    if (!moves || x.shape().dim(1) == 1 || pixels(x.shape()) == 1) {
      return x.to(layout);
    }
    Rearrange kernel = execution.kernel(Rearrange.class);
    CopyPlan plan = plan(x.shape(), layout);
    if (x instanceof FloatTensor f) {
      FloatTensor y = execution.newFloats(f.shape(), layout);
      kernel.copy(f.array(), f.offset(), plan, y.array(), y.offset(), execution);
      return y;
    }
    if (x instanceof QTensor q && !q.qparams().isPerChannel() && q.dtype().bytes() == 1) {
      QTensor y = execution.newBytes(q.shape(), layout, q.dtype(), q.qparams());
      kernel.copy(q.array(), q.offset(), plan, y.array(), y.offset(), execution);
      return y;
    }
    return x.to(layout);
  }

  private static CopyPlan plan(Shape shape, Layout to) {
    int n = shape.dim(0);
    int channels = shape.dim(1);
    return to == Layout.CHANNELS_LAST
        ? CopyPlan.channelsLast(n, channels, pixels(shape))
        : CopyPlan.channelsFirst(n, channels, pixels(shape));
  }

  /** Pixels of one image. */
  public static int pixels(Shape shape) {
    return shape.size(2, shape.rank());
  }

  /** The sizes in the order in which elements lie channels last: [N, H, W, C]. */
  public static Shape stored(Shape shape) {
    int rank = shape.rank();
    int[] dims = new int[rank];
    for (int i = 0; i < rank; i++) {
      dims[i] = shape.dim(i == 0 ? 0 : i == rank - 1 ? 1 : i + 1);
    }
    return Shape.of(dims);
  }

  /**
   * The sizes of an image, missing axes 1.
   *
   * @param shape [N, C, …] with one to three spatial dimensions
   */
  public static Volume volume(Shape shape) {
    int rank = shape.rank();
    return new Volume(
        shape.dim(0),
        rank > 4 ? shape.dim(-3) : 1,
        rank > 3 ? shape.dim(-2) : 1,
        shape.dim(-1),
        shape.dim(1));
  }

  /** The shape of a volume with so many spatial dimensions. */
  public static Shape shape(Volume v, int spatial) {
    return switch (spatial) {
      case 1 -> Shape.of(v.n(), v.c(), v.w());
      case 2 -> Shape.of(v.n(), v.c(), v.h(), v.w());
      default -> Shape.of(v.n(), v.c(), v.d(), v.h(), v.w());
    };
  }

  /** Refuses what has not so many spatial dimensions. */
  public static void checkSpatial(Tensor x, int spatial) {
    if (x.shape().rank() != spatial + 2) {
      throw new IllegalArgumentException(
          "input has shape " + x.shape() + ", expected " + AXES[spatial - 1]);
    }
  }

  private static final String[] AXES = {"[N, C, W]", "[N, C, H, W]", "[N, C, D, H, W]"};
}
