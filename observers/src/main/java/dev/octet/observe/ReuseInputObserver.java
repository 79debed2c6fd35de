package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/**
 * Marks results that have the parameters of the input they come from, as those of a reshape do
 * (PyTorch: {@code ReuseInputObserver}). Watches nothing itself.
 */
public record ReuseInputObserver() implements Observer, Mergeable<ReuseInputObserver> {
  @Override
  public void observe(FloatTensor values) {}

  /**
   * Always refuses.
   *
   * @throws IllegalStateException always: the input's observer has the parameters
   */
  @Override
  public QParams qparams() {
    throw new IllegalStateException("the parameters are those of the input's observer");
  }

  /** {@return {@code QUINT8}, as in PyTorch; the input's type counts} */
  @Override
  public DType dtype() {
    return DType.QUINT8;
  }

  @Override
  public ReuseInputObserver merge(ReuseInputObserver other) {
    return this;
  }
}
