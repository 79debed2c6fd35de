package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * The sizes of a tensor, or some of them in a row, as INT64 of one dimension (ONNX Shape).
 *
 * @param start first dimension; negative counts from the end, beyond the ends is the end
 * @param end one past the last dimension, likewise; {@link Integer#MAX_VALUE} for all
 */
public record ShapeOf(int start, int end) implements Module {
  /** The type's name. */
  public static final String TYPE = "shape";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static ShapeOf of(ModuleState state) {
    return new ShapeOf(state.intOf("start"), state.intOf("end"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("start", start).with("end", end);
  }

  /**
   * The first dimension for tensors of some rank.
   *
   * @param rank the rank
   * @return from 0 to {@code rank}
   */
  public int from(int rank) {
    return clamp(start, rank);
  }

  /**
   * One past the last dimension for tensors of some rank.
   *
   * @param rank the rank
   * @return from {@link #from} to {@code rank}
   */
  public int to(int rank) {
    return Math.max(from(rank), clamp(end, rank));
  }

  private static int clamp(int axis, int rank) {
    return Math.max(0, Math.min(axis < 0 ? axis + rank : axis, rank));
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Shape shape = inputs.get(0).shape();
    int from = from(shape.rank());
    long[] sizes = new long[to(shape.rank()) - from];
    for (int i = 0; i < sizes.length; i++) {
      sizes[i] = shape.dim(from + i);
    }
    return List.of(LongTensor.wrap(sizes, sizes.length));
  }
}
