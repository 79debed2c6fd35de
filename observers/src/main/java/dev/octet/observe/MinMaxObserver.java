package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps the least and the greatest value ever seen (PyTorch: {@code MinMaxObserver}). NaN and
 * infinities are errors: they have no place in a range.
 */
public final class MinMaxObserver implements Observer, Mergeable<MinMaxObserver> {
  private final QScheme scheme;
  private Range seen = Range.NONE;

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @throws IllegalArgumentException if the scheme is of float zero points
   */
  public MinMaxObserver(QScheme scheme) {
    this.scheme = scheme.perTensor();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite; nothing is changed then
   */
  @Override
  public void observe(FloatTensor values) {
    seen = seen.union(Range.of(values));
  }

  @Override
  public QParams qparams() {
    return scheme.qparams(seen);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public MinMaxObserver merge(MinMaxObserver other) {
    MinMaxObserver both = new MinMaxObserver(scheme.same(other.scheme));
    both.seen = seen.union(other.seen);
    return both;
  }

  /** {@return {@code min_val} and {@code max_val} as scalars, and {@code eps}} */
  @Override
  public Map<String, FloatTensor> state() {
    return StateDict.of(scheme, seen);
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    seen = StateDict.range(scheme, state);
  }

  /**
   * The least value seen.
   *
   * @return +infinity when nothing was seen
   */
  public float min() {
    return seen.min();
  }

  /**
   * The greatest value seen.
   *
   * @return -infinity when nothing was seen
   */
  public float max() {
    return seen.max();
  }
}
