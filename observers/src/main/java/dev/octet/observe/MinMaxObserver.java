package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;

/**
 * Keeps the least and the greatest value ever seen (PyTorch: {@code MinMaxObserver}). NaN and
 * infinities are errors: they have no place in a range.
 */
public final class MinMaxObserver implements Observer, Mergeable<MinMaxObserver> {
  private final QScheme scheme;
  private float min = Float.POSITIVE_INFINITY;
  private float max = Float.NEGATIVE_INFINITY;

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   */
  public MinMaxObserver(QScheme scheme) {
    this.scheme = scheme;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite; nothing is changed then
   */
  @Override
  public void observe(FloatTensor values) {
    float least = min;
    float greatest = max;
    for (int i = values.offset(); i < values.offset() + values.shape().size(); i++) {
      float x = values.array()[i];
      if (!Float.isFinite(x)) {
        throw new IllegalArgumentException(
            "value " + x + " at index " + (i - values.offset()) + " is not finite");
      }
      least = Math.min(least, x);
      greatest = Math.max(greatest, x);
    }
    min = least;
    max = greatest;
  }

  @Override
  public QParams qparams() {
    if (min > max) {
      throw new IllegalStateException("the observer has seen no value");
    }
    float scale = scheme.scale(min, max);
    return QParams.perTensor(scale, scheme.zeroPoint(min, scale));
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public MinMaxObserver merge(MinMaxObserver other) {
    if (!scheme.equals(other.scheme)) {
      throw new IllegalArgumentException("schemes differ: " + scheme + " and " + other.scheme);
    }
    MinMaxObserver both = new MinMaxObserver(scheme);
    both.min = Math.min(min, other.min);
    both.max = Math.max(max, other.max);
    return both;
  }

  /**
   * The least value seen.
   *
   * @return +infinity when nothing was seen
   */
  public float min() {
    return min;
  }

  /**
   * The greatest value seen.
   *
   * @return -infinity when nothing was seen
   */
  public float max() {
    return max;
  }
}
