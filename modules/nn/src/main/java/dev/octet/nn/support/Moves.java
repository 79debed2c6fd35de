package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.Rearrange;
import dev.octet.numerics.Affine;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/** Elements on their way from tensor to tensor by kernels: floats, and integers with one scale. */
public final class Moves {
  private Moves() {}

  /** Whether kernels move such elements; others there are only few of. */
  public static boolean has(Tensor t) {
    return t instanceof FloatTensor || t instanceof QTensor;
  }

  /** An input in the layout in which it comes, where kernels move it; else in row-major order. */
  public static Tensor kept(List<Tensor> inputs, int index, Execution execution) {
    Tensor t = inputs.get(index);
    return Elements.dense(t, has(t) ? t.layout() : Layout.CONTIGUOUS, execution);
  }

  /** An input of floats, or of 8-bit integers with one scale, in whatever layout. */
  public static Tensor real(List<Tensor> inputs, int index) {
    return inputs.get(index) instanceof QTensor
        ? Args.anyBytes(inputs, index)
        : Args.anyFloats(inputs, index);
  }

  /** An input image of floats or integers, channels last. */
  public static Tensor image(List<Tensor> inputs, int index, Execution execution) {
    Tensor x = real(inputs, index);
    if (x.shape().rank() < 3 || x.shape().rank() > 5) {
      throw new IllegalArgumentException(
          "input has shape " + x.shape() + ", expected [N, C, …] with 1 to 3 more dimensions");
    }
    return Images.to(x, Layout.CHANNELS_LAST, execution);
  }

  /** The same elements in the same order, seen otherwise. */
  public static Tensor view(Tensor t, Shape shape, Layout layout) {
    return t instanceof QTensor q
        ? QTensor.wrap(q.array(), q.offset(), shape, layout, q.dtype(), q.qparams())
        : FloatTensor.wrap(((FloatTensor) t).array(), t.offset(), shape, layout);
  }

  /** Copies. */
  public static void copy(
      Tensor from, int start, Tensor to, int at, CopyPlan plan, Execution execution) {
    Rearrange kernel = execution.kernel(Rearrange.class);
    if (from instanceof QTensor q) {
      kernel.copy(q.array(), start, plan, ((QTensor) to).array(), at, execution);
    } else {
      float[] x = ((FloatTensor) from).array();
      kernel.copy(x, start, plan, ((FloatTensor) to).array(), at, execution);
    }
  }

  /** All elements of a tensor in another order, as a tensor of its kind and layout. */
  public static Tensor reordered(Tensor x, CopyPlan plan, Shape shape, Execution execution) {
    Tensor y = Elements.like(x, shape, x.layout(), execution);
    copy(x, x.offset(), y, y.offset(), plan, execution);
    return y;
  }

  /**
   * Gathers pixels.
   *
   * @param fill what stands where nothing is; integers have it quantized
   */
  public static void gather(
      Tensor x, Rearrange.Pixels pixels, float fill, Tensor y, Execution execution) {
    Rearrange kernel = execution.kernel(Rearrange.class);
    if (x instanceof QTensor q) {
      byte b = (byte) quantized(fill, q);
      kernel.gather(q.array(), q.offset(), pixels, b, ((QTensor) y).array(), y.offset(), execution);
    } else {
      float[] from = ((FloatTensor) x).array();
      float[] to = ((FloatTensor) y).array();
      kernel.gather(from, x.offset(), pixels, fill, to, y.offset(), execution);
    }
  }

  private static int quantized(float value, QTensor like) {
    return Affine.quantize(
        value,
        like.qparams().scale(0),
        like.qparams().zeroPoint(0),
        like.dtype().qmin(),
        like.dtype().qmax());
  }
}
