package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/**
 * Stands for values whose parameters are chosen when they arrive: the activations of dynamic
 * quantization (PyTorch: {@code PlaceholderObserver} with {@code is_dynamic}). Watches nothing.
 *
 * @param dtype the type that the values will have
 * @param reduceRange whether they will use one bit less
 */
public record PlaceholderObserver(DType dtype, boolean reduceRange) implements Observer {
  @Override
  public void observe(FloatTensor values) {}

  /**
   * Always refuses.
   *
   * @throws IllegalStateException always: the parameters are chosen at run time
   */
  @Override
  public QParams qparams() {
    throw new IllegalStateException("dynamic values get their parameters when they arrive");
  }
}
