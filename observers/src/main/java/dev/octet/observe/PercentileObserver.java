package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps a histogram, and proposes the range that holds a share of the values, leaving out the
 * rarest large ones.
 *
 * <p>Affine schemes leave out half of the rest at each end, as ONNX Runtime's percentile calibrator
 * does; symmetric ones leave out the values farthest from 0.0, as TensorRT's does. The range ends
 * on borders of bins, so that it holds the share or more.
 */
public final class PercentileObserver implements Observer, Mergeable<PercentileObserver> {
  private final QScheme scheme;
  private final double percent;
  private Histogram histogram = new Histogram(Histogram.BINS);

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @param percent the share of values to keep: above 0, to 100, which is the whole range; 99.99
   *     and 99.999 are usual
   * @throws IllegalArgumentException if the share is outside, or the scheme is of float zero points
   */
  public PercentileObserver(QScheme scheme, double percent) {
    if (!(percent > 0 && percent <= 100)) {
      throw new IllegalArgumentException("percent " + percent + " is not in (0, 100]");
    }
    this.scheme = scheme.perTensor();
    this.percent = percent;
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException if a value is NaN or infinite; nothing is changed then
   */
  @Override
  public void observe(FloatTensor values) {
    histogram.observe(values);
  }

  @Override
  public QParams qparams() {
    return scheme.qparams(range());
  }

  /** The range proposed. */
  Range range() {
    Bins bins = histogram.bins();
    double spare = histogram.total() * (1 - percent / 100);
    return scheme.symmetric() ? farthest(bins, spare) : eachEnd(bins, spare / 2);
  }

  private Range eachEnd(Bins bins, double spare) {
    int first = 0;
    int last = histogram.size();
    for (double left = spare; histogram.count(first) <= left && first + 1 < last; first++) {
      left -= histogram.count(first);
    }
    for (double left = spare; histogram.count(last - 1) <= left && first + 1 < last; last--) {
      left -= histogram.count(last - 1);
    }
    return bins.between(first, last);
  }

  private Range farthest(Bins bins, double spare) {
    int first = 0;
    int last = histogram.size();
    double left = spare;
    while (first + 1 < last) {
      boolean low = -bins.edge(first) > bins.edge(last);
      double count = histogram.count(low ? first : last - 1);
      if (count > left) {
        break;
      }
      left -= count;
      if (low) {
        first++;
      } else {
        last--;
      }
    }
    return bins.between(first, last);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public PercentileObserver merge(PercentileObserver other) {
    if (percent != other.percent) {
      throw new IllegalArgumentException("percents differ: " + percent + " and " + other.percent);
    }
    PercentileObserver both = new PercentileObserver(scheme.same(other.scheme), percent);
    both.histogram = histogram.merge(other.histogram);
    return both;
  }

  /** {@return {@code histogram}, {@code min_val}, {@code max_val} and {@code eps}} */
  @Override
  public Map<String, FloatTensor> state() {
    return histogram.state(scheme);
  }

  @Override
  public void load(Map<String, FloatTensor> state) {
    histogram.load(scheme, state);
  }
}
