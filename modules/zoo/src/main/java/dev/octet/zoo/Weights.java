package dev.octet.zoo;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Weights by name that have been checked against those that a network wants. */
final class Weights {
  private final Map<String, FloatTensor> tensors = new HashMap<>();

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if names are missing or unexpected, or shapes or types differ;
   *     all are listed
   */
  Weights(Map<String, ? extends Tensor> given, Map<String, Shape> expected) {
    List<String> missing = new ArrayList<>(expected.keySet());
    missing.removeAll(given.keySet());
    List<String> unexpected = new ArrayList<>(given.keySet());
    unexpected.removeAll(expected.keySet());
    List<String> misshapen = new ArrayList<>();
    List<String> others = new ArrayList<>();
    expected.forEach(
        (name, shape) -> {
          Tensor t = given.get(name);
          if (t != null && !t.shape().equals(shape)) {
            misshapen.add(name + " " + t.shape() + ", expected " + shape);
          }
          if (t instanceof FloatTensor floats) {
            tensors.put(name, floats);
          } else if (t != null) {
            others.add(name + " " + t.dtype());
          }
        });
    if (!missing.isEmpty() || !unexpected.isEmpty() || !misshapen.isEmpty() || !others.isEmpty()) {
      throw new IllegalArgumentException(
          "weights do not fit: missing "
              + missing
              + ", unexpected "
              + unexpected
              + ", of another shape "
              + misshapen
              + (others.isEmpty() ? "" : ", not floats " + others));
    }
  }

  FloatTensor get(String name) {
    return tensors.get(name);
  }
}
