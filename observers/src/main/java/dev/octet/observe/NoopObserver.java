package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/** Watches nothing: values stay float (PyTorch: {@code NoopObserver}). */
public record NoopObserver() implements Observer, Mergeable<NoopObserver> {
  @Override
  public void observe(FloatTensor values) {}

  /**
   * Always refuses.
   *
   * @throws IllegalStateException always
   */
  @Override
  public QParams qparams() {
    throw new IllegalStateException("values that stay float have no parameters");
  }

  /** {@return {@code FLOAT32}} */
  @Override
  public DType dtype() {
    return DType.FLOAT32;
  }

  @Override
  public NoopObserver merge(NoopObserver other) {
    return this;
  }
}
