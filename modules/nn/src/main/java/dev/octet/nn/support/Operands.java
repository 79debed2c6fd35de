package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.Arrays;

/**
 * Two operands whose shapes broadcast, laid out alike: channels last where one of them is so and
 * has the result's rank, else row-major.
 *
 * @param a left operand
 * @param b right operand
 * @param shape the result's sizes
 * @param layout the result's layout
 * @param runs how they meet
 */
public record Operands(Tensor a, Tensor b, Shape shape, Layout layout, Broadcast runs) {
  /** What is done with a run of elements. */
  public interface Run {
    /**
     * Does it.
     *
     * @param a index in the left operand's array
     * @param b index in the right operand's array
     * @param to index from the result's first element
     * @param count elements
     */
    void accept(int a, int b, int to, int count);
  }

  /** Lays out two operands. */
  public static Operands of(Tensor a, Tensor b, Execution execution) {
    Shape shape = a.shape().broadcast(b.shape());
    boolean last = decides(a, b, shape) || decides(b, a, shape);
    if (!last) {
      Tensor x = Elements.dense(a, execution);
      Tensor y = Elements.dense(b, execution);
      return new Operands(
          x, y, shape, Layout.CONTIGUOUS, Broadcast.of(x.shape(), y.shape(), shape));
    }
    Tensor x = channelsLast(a, shape.rank(), execution);
    Tensor y = channelsLast(b, shape.rank(), execution);
    Broadcast runs =
        Broadcast.of(Images.stored(x.shape()), Images.stored(y.shape()), Images.stored(shape));
    return new Operands(x, y, shape, Layout.CHANNELS_LAST, runs);
  }

  /** Whether the layout of one operand is worth the other's being moved. */
  private static boolean decides(Tensor one, Tensor other, Shape shape) {
    boolean movable = other instanceof FloatTensor || other instanceof QTensor;
    return one.layout() == Layout.CHANNELS_LAST
        && one.shape().rank() == shape.rank()
        && (movable || other.shape().size() == 1);
  }

  private static Tensor channelsLast(Tensor x, int rank, Execution execution) {
    Tensor whole = x;
    if (x.shape().rank() < rank) {
      int[] dims = new int[rank];
      Arrays.fill(dims, 1);
      System.arraycopy(x.shape().dims(), 0, dims, rank - x.shape().rank(), x.shape().rank());
      whole = Elements.dense(x, execution).reshape(dims);
    }
    return Images.to(whole, Layout.CHANNELS_LAST, execution);
  }

  /** Does something with every run, on as many threads as are worth it. */
  public void forEach(Execution execution, Run run) {
    int a0 = a.offset();
    int b0 = b.offset();
    if (runs.count() == 1) {
      Rows.forRuns(
          execution,
          runs.run(),
          (from, n) -> run.accept(a0 + from * runs.aStep(), b0 + from * runs.bStep(), from, n));
      return;
    }
    Rows.forEach(
        execution,
        runs.count(),
        runs.run(),
        r -> run.accept(a0 + runs.aStart(r), b0 + runs.bStart(r), r * runs.run(), runs.run()));
  }
}
