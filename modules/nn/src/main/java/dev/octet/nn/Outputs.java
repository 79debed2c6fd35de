package dev.octet.nn;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Tensor;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The results of a graph by name, in its order.
 *
 * @param tensors result by name
 */
public record Outputs(Map<String, Tensor> tensors) {
  /** Copies, keeping the order. */
  public Outputs {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

  /**
   * One result.
   *
   * @param name its name
   * @return the tensor
   * @throws IllegalArgumentException if there is none of that name
   */
  public Tensor get(String name) {
    Tensor t = tensors.get(name);
    if (t == null) {
      throw new IllegalArgumentException(
          "no output is named '" + name + "'; there are " + tensors.keySet());
    }
    return t;
  }

  /**
   * One float result.
   *
   * @param name its name
   * @return the tensor
   * @throws IllegalArgumentException if there is none of that name, or it is of another kind
   */
  public FloatTensor floats(String name) {
    if (get(name) instanceof FloatTensor f) {
      return f;
    }
    throw new IllegalArgumentException("output '" + name + "' is " + get(name).dtype());
  }

  /**
   * The first result.
   *
   * @return the tensor
   */
  public Tensor first() {
    return tensors.values().iterator().next();
  }
}
