package dev.octet.nn.support;

import dev.octet.engine.Execution;
import dev.octet.kernel.CopyPlan;
import dev.octet.tensor.Layout;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/**
 * Parts of a whole along one axis, in either layout: blocks at regular distances.
 *
 * @param blocks how many
 * @param pitch distance between the blocks of the whole
 * @param axis the axis
 * @param layout how whole and parts lie
 */
public record Parts(int blocks, int pitch, int axis, Layout layout) {
  /** Parts of a whole of a shape. */
  public static Parts of(Shape whole, Layout layout, int axis) {
    int pitch = length(whole, layout, axis);
    return new Parts(pitch == 0 ? 0 : whole.size() / pitch, pitch, axis, layout);
  }

  /** Elements of a part that follow one another. */
  public int run(Shape part) {
    return length(part, layout, axis);
  }

  private static int length(Shape shape, Layout layout, int axis) {
    int rank = shape.rank();
    if (layout == Layout.CONTIGUOUS) {
      return shape.size(axis, rank);
    }
    int stored = axis == 0 ? 0 : axis == 1 ? rank - 1 : axis - 1;
    return Images.stored(shape).size(stored, rank);
  }

  /** Copies a part to its place in the whole, which begins at {@code at}. */
  public void copy(Tensor part, Tensor whole, int at, Execution execution) {
    int run = run(part.shape());
    CopyPlan plan = CopyPlan.blocks(blocks, run, run, pitch);
    move(part, part.offset(), whole, at, plan, execution);
  }

  /** Copies the part of the whole that begins at {@code at}. */
  public void take(Tensor whole, int at, Tensor part, Execution execution) {
    int run = run(part.shape());
    CopyPlan plan = CopyPlan.blocks(blocks, run, pitch, run);
    move(whole, at, part, part.offset(), plan, execution);
  }

  private static void move(
      Tensor from, int start, Tensor to, int at, CopyPlan plan, Execution execution) {
    if (Moves.has(from)) {
      Moves.copy(from, start, to, at, plan, execution);
    } else {
      blockwise(from, start, to, at, plan);
    }
  }

  private static void blockwise(Tensor from, int start, Tensor to, int at, CopyPlan plan) {
    int[] sizes = plan.sizes();
    int run = sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    int count = sizes.length < 2 ? 1 : sizes[0];
    for (int b = 0; b < count && run > 0; b++) {
      int source = start + (count > 1 ? b * plan.from()[0] : 0);
      int target = at + (count > 1 ? b * plan.to()[0] : 0);
      System.arraycopy(Elements.array(from), source, Elements.array(to), target, run);
    }
  }
}
