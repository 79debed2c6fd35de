package dev.octet.zoo;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Weights by name that have been checked against those that a network wants. */
final class Weights {
  private final Map<String, FloatTensor> tensors;

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if names are missing or unexpected, all of which are listed,
   *     or shapes differ
   */
  Weights(Map<String, FloatTensor> tensors, Map<String, Shape> expected) {
    List<String> missing = new ArrayList<>(expected.keySet());
    missing.removeAll(tensors.keySet());
    List<String> unexpected = new ArrayList<>(tensors.keySet());
    unexpected.removeAll(expected.keySet());
    List<String> misshapen = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          FloatTensor t = tensors.get(name);
          if (t != null && !t.shape().equals(shape)) {
            misshapen.add(name + " " + t.shape() + ", expected " + shape);
          }
        });
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty()) {
      throw new IllegalArgumentException(
          "weights do not fit: missing "
              + missing
              + ", unexpected "
              + unexpected
              + ", of another shape "
              + misshapen);
    }
    this.tensors = tensors;
  }

  FloatTensor get(String name) {
    return tensors.get(name);
  }
}
