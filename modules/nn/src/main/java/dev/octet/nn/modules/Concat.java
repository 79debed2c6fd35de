package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Parts;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Puts tensors of one kind one behind the other along an axis (ONNX Concat). Sizes along the other
 * axes are equal, and so are scale and zero point of integers.
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
    Tensor first = inputs.getFirst();
    int a = first.shape().axis(axis);
    Layout layout = first.layout();
    Tensor result = like(Elements.dense(first, layout, execution), joined(inputs, a), execution);
    Parts parts = Parts.of(result.shape(), layout, a);
    int at = result.offset();
    for (Tensor t : inputs) {
      Tensor part = Elements.dense(t, layout, execution);
      checkMeaning(part, first);
      int run = parts.run(part.shape());
      parts.copy(part, result, at, execution);
      at += run;
    }
    return List.of(result);
  }

  private static Tensor like(Tensor kind, Shape shape, Execution execution) {
    return Elements.like(kind, shape, kind.layout(), execution);
  }

  private static void checkMeaning(Tensor part, Tensor first) {
    if (part instanceof QTensor q && !q.qparams().equals(((QTensor) first).qparams())) {
      throw new IllegalArgumentException(
          "inputs have "
              + ((QTensor) first).qparams()
              + " and "
              + q.qparams()
              + ", expected one scale and zero point");
    }
  }

  /**
   * The sizes of tensors put one behind the other.
   *
   * @param inputs the tensors
   * @param a the axis, from 0
   * @return the result's sizes
   * @throws IllegalArgumentException if they do not continue one another
   */
  public static Shape joined(List<Tensor> inputs, int a) {
    Shape first = inputs.getFirst().shape();
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
    return first.with(a, (int) sum);
  }
}
