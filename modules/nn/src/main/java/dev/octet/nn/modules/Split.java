package dev.octet.nn.modules;

import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.ModuleState;
import dev.octet.nn.support.Args;
import dev.octet.nn.support.Elements;
import dev.octet.nn.support.Moves;
import dev.octet.nn.support.Parts;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Cuts a tensor of any kind into parts along an axis, one output for each (PyTorch: {@code
 * torch.split}, {@code torch.chunk}; ONNX Split). The layout stays, and so do scale and zero point.
 *
 * @param axis the axis, negative counts from the end
 * @param parts how many
 * @param sizes their sizes, or none: all have one size, rounded up, but for the last
 */
public record Split(int axis, int parts, List<Integer> sizes) implements Module {
  /** The type's name. */
  public static final String TYPE = "split";

  /**
   * Copies and checks.
   *
   * @throws IllegalArgumentException if there are no parts, or not as many sizes
   */
  public Split {
    sizes = List.copyOf(sizes);
    if (parts < 1 || (!sizes.isEmpty() && sizes.size() != parts)) {
      throw new IllegalArgumentException(parts + " parts of sizes " + sizes);
    }
  }

  /**
   * Parts of one size.
   *
   * @param axis the axis, negative counts from the end
   * @param parts how many
   * @return the module
   */
  public static Split chunk(int axis, int parts) {
    return new Split(axis, parts, List.of());
  }

  /**
   * From a saved state.
   *
   * @param state what {@link #state} gave
   * @return the module
   */
  public static Split of(ModuleState state) {
    return new Split(
        state.intOf("axis"),
        state.intOf("parts"),
        Arrays.stream(state.intsOf("sizes")).boxed().toList());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ModuleState state() {
    return ModuleState.EMPTY
        .with("axis", axis)
        .with("parts", parts)
        .with("sizes", sizes.stream().mapToInt(Integer::intValue).toArray());
  }

  @Override
  public List<Tensor> forward(List<Tensor> inputs, Execution execution) {
    Args.count(inputs, 1, 1);
    Tensor x = Moves.kept(inputs, 0, execution);
    Shape shape = x.shape();
    int a = shape.axis(axis);
    Parts all = Parts.of(shape, x.layout(), a);
    List<Tensor> results = new ArrayList<>();
    int at = x.offset();
    for (int size : sizes(shape.dim(a), shape)) {
      Tensor part = Elements.like(x, shape.with(a, size), x.layout(), execution);
      all.take(x, at, part, execution);
      at += all.run(part.shape());
      results.add(part);
    }
    return results;
  }

  private List<Integer> sizes(int size, Shape shape) {
    List<Integer> all = sizes;
    if (sizes.isEmpty()) {
      int each = Math.ceilDiv(size, parts);
      all = new ArrayList<>(Collections.nCopies(parts, each));
      all.set(parts - 1, size - (parts - 1) * each);
    }
    long sum = all.stream().mapToLong(Integer::longValue).sum();
    if (sum != size || all.stream().anyMatch(s -> s < 0)) {
      throw new IllegalArgumentException(
          "parts of " + all + " along axis " + axis + " of " + shape + ", which has " + size);
    }
    return all;
  }
}
