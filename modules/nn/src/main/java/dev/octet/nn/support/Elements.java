package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.tensor.BoolTensor;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/** What modules that only move elements need: arrays of any kind. */
public final class Elements {
  private Elements() {}

  /** The tensor in row-major order. Quantized ones have 8 bits and one scale. */
  public static Tensor dense(Tensor t, Execution execution) {
    return dense(t, Layout.CONTIGUOUS, execution);
  }

  /** The tensor in a layout. Quantized ones have 8 bits and one scale. */
  public static Tensor dense(Tensor t, Layout layout, Execution execution) {
    if (t instanceof QTensor q) {
      checkBytes(q);
    }
    return Images.to(t, layout, execution);
  }

  private static void checkBytes(QTensor q) {
    if (q.dtype() == DType.QINT32 || q.qparams().isPerChannel()) {
      throw new IllegalArgumentException(
          "input is "
              + q.dtype()
              + " with "
              + q.qparams()
              + ", expected floats, longs, truth values or 8-bit integers with one scale");
    }
  }

  /** A list of ints: an input of longs with at most one dimension. */
  public static int[] ints(List<Tensor> inputs, int index) {
    LongTensor l = Args.longs(inputs, index);
    if (l.shape().rank() > 1) {
      throw new IllegalArgumentException(
          "input " + index + " has shape " + l.shape() + ", expected one dimension");
    }
    int[] out = new int[l.shape().size()];
    for (int i = 0; i < out.length; i++) {
      long v = l.array()[l.offset() + i];
      if (v != (int) v) {
        throw new IllegalArgumentException("input " + index + " has " + v + ", which is no int");
      }
      out[i] = (int) v;
    }
    return out;
  }

  public static Object array(Tensor t) {
    return switch (t) {
      case FloatTensor f -> f.array();
      case LongTensor l -> l.array();
      case BoolTensor b -> b.array();
      case QTensor q -> q.array();
    };
  }

  /** A row-major tensor of the same kind and scale with any contents. */
  public static Tensor like(Tensor kind, Shape shape, Execution execution) {
    return like(kind, shape, Layout.CONTIGUOUS, execution);
  }

  /** A tensor of the same kind and scale with any contents. */
  public static Tensor like(Tensor kind, Shape shape, Layout layout, Execution execution) {
    return switch (kind) {
      case FloatTensor f -> execution.newFloats(shape, layout);
      case LongTensor l -> LongTensor.zeros(shape).to(layout);
      case BoolTensor b -> BoolTensor.zeros(shape).to(layout);
      case QTensor q -> execution.newBytes(shape, layout, q.dtype(), q.qparams());
    };
  }

  /**
   * Copies elements at any strides into a dense tensor.
   *
   * @param from the source, whose array is read
   * @param start index in the array of the first element
   * @param strides distance between neighbours along each dimension of {@code to}, may be negative
   * @param to a tensor of the same kind
   */
  public static void copy(Tensor from, int start, int[] strides, Tensor to, Execution execution) {
    CopyPlan plan = CopyPlan.of(to.shape().dims(), strides, to.layout().strides(to.shape()));
    if (Moves.has(from)) {
      Moves.copy(from, start, to, to.offset(), plan, execution);
    } else if (plan.elements() > 0) {
      copy(array(from), start, array(to), to.offset(), plan, 0);
    }
  }

  /** The few that kernels do not move, axis by axis. */
  private static void copy(Object from, int start, Object to, int at, CopyPlan plan, int axis) {
    int axes = plan.sizes().length;
    int n = axis == axes ? 1 : plan.sizes()[axis];
    boolean run = axis == axes || (axis == axes - 1 && plan.from()[axis] == 1);
    if (run) {
      System.arraycopy(from, start, to, at, n);
      return;
    }
    for (int i = 0; i < n; i++) {
      copy(from, start + i * plan.from()[axis], to, at + i * plan.to()[axis], plan, axis + 1);
    }
  }
}
