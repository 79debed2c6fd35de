package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/**
 * Says what type values will have, and watches nothing (PyTorch: {@code PlaceholderObserver}). A
 * dynamic one stands for values whose parameters are chosen when they arrive: the activations of
 * dynamic quantization.
 *
 * @param dtype the type that the values will have; {@code FLOAT32} if they stay as they are
 * @param reduceRange whether they will use one bit less
 * @param isDynamic whether parameters are chosen when values arrive
 */
public record PlaceholderObserver(DType dtype, boolean reduceRange, boolean isDynamic)
    implements Observer, Mergeable<PlaceholderObserver> {
  /**
   * A dynamic one.
   *
   * @param dtype the type that the values will have
   * @param reduceRange whether they will use one bit less
   */
  public PlaceholderObserver(DType dtype, boolean reduceRange) {
    this(dtype, reduceRange, true);
  }

  @Override
  public void observe(FloatTensor values) {}

  /**
   * Always refuses.
   *
   * @throws IllegalStateException always
   */
  @Override
  public QParams qparams() {
    throw new IllegalStateException(
        isDynamic
            ? "dynamic values get their parameters when they arrive"
            : "a placeholder proposes no parameters");
  }

  @Override
  public PlaceholderObserver merge(PlaceholderObserver other) {
    if (!equals(other)) {
      throw new IllegalArgumentException("placeholders differ: " + this + " and " + other);
    }
    return this;
  }
}
