package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Sees values, and proposes how to quantize them. Belongs to one thread at a time. Open to users:
 * three methods make an observer. One that can be joined with others of its kind also is {@link
 * Mergeable}; one that keeps something also saves and loads it.
 */
public interface Observer {
  /**
   * Sees some values. An empty tensor changes nothing.
   *
   * @param values the values, of any layout; not kept and not changed
   */
  void observe(FloatTensor values);

  /**
   * Proposes scales and zero points for what was seen.
   *
   * @return the parameters
   * @throws IllegalStateException if nothing was seen, or this observer proposes nothing
   */
  QParams qparams();

  /**
   * The type that the parameters are for.
   *
   * @return a quantized type; {@code FLOAT32} if values stay as they are
   */
  DType dtype();

  /**
   * Whether the parameters are chosen for each value as it arrives at run time, so that nothing is
   * calibrated.
   *
   * @return false, unless an observer says otherwise
   */
  default boolean isDynamic() {
    return false;
  }

  /**
   * What this observer keeps, under PyTorch's names where PyTorch has it.
   *
   * @return tensors by name, copies; empty for an observer that keeps nothing
   */
  default Map<String, FloatTensor> state() {
    return Map.of();
  }

  /**
   * Replaces what this observer keeps by a state that an observer made the same way has given.
   *
   * @param state tensors by name, copied
   * @throws IllegalArgumentException if names, shapes or values do not fit this observer; nothing
   *     is changed then
   */
  default void load(Map<String, FloatTensor> state) {
    if (!state.isEmpty()) {
      throw new IllegalArgumentException(
          getClass().getName() + " keeps no state, got " + state.keySet());
    }
  }
}
