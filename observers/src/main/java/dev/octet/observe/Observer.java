package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/** Sees values, and proposes how to quantize them. Belongs to one thread at a time. */
public interface Observer {
  /**
   * Sees some values. An empty tensor changes nothing.
   *
   * @param values the values
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
   * @return a quantized type
   */
  DType dtype();
}
