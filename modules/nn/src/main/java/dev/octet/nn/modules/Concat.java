package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Puts tensors of one kind one behind the other along an axis (ONNX Concat). Sizes along the other
 * axes are equal.
 *
 * @param axis the axis, negative counts from the end
 */
public record Concat(int axis) implements Module {
  /** The type's name. */
  public static final String TYPE = "concat";

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Concat of(ModuleState state) {
    return new Concat(state.intOf("axis"));
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY.with("axis", axis);
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, Integer.MAX_VALUE);
    Shape first = inputs.getFirst().shape();
    int a = first.axis(axis);
    long sum = 0;
    for (Tensor t : inputs) {
      if (t.dtype() != inputs.getFirst().dtype()
          || t.shape().rank() != first.rank()
          || !t.shape().with(a, first.dim(a)).equals(first)) {
        throw new IllegalArgumentException(
            "input "
                + t.dtype()
                + " "
                + t.shape()
                + " does not continue "
                + inputs.getFirst().dtype()
                + " "
                + first
                + " along axis "
                + a);
      }
      sum += t.shape().dim(a);
    }
    if (sum > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("the result has " + sum + " entries along axis " + a);
    }
    Tensor result =
        Elements.like(Elements.dense(inputs.getFirst()), first.with(a, (int) sum), execution);
    int pitch = result.shape().size(a, first.rank());
    int to = result.offset();
    for (Tensor t : inputs) {
      Tensor part = Elements.dense(t);
      int run = part.shape().size(a, first.rank());
      for (int o = 0; o < first.size(0, a); o++) {
        System.arraycopy(
            Elements.array(part),
            part.offset() + o * run,
            Elements.array(result),
            to + o * pitch,
            run);
      }
      to += run;
    }
    return List.of(result);
  }
}
