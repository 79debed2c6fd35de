package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps a histogram, and proposes the range of it that loses least when its values are quantized:
 * the smallest sum of squared errors that a search from both ends finds (PyTorch: {@code
 * HistogramObserver}, as it is since 2024). Octet's default for activations.
 *
 * <p>Merging is exact where both have the same range; otherwise a value is counted at most one bin
 * of the joined histogram away from where it was.
 */
public final class HistogramObserver implements Observer, Mergeable<HistogramObserver> {
  private final QScheme scheme;
  private Histogram histogram;

  /**
   * Makes an observer that has seen nothing, with PyTorch's 2048 bins.
   *
   * @param scheme how the range becomes parameters
   */
  public HistogramObserver(QScheme scheme) {
    this(scheme, Histogram.BINS);
  }

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @param bins how many bins, 2 to 2^20
   * @throws IllegalArgumentException if there are fewer or more bins, or the scheme is of float
   *     zero points
   */
  public HistogramObserver(QScheme scheme, int bins) {
    this.scheme = scheme.perTensor();
    this.histogram = new Histogram(bins);
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
    return scheme.qparams(NormSearch.search(histogram));
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public HistogramObserver merge(HistogramObserver other) {
    HistogramObserver both = new HistogramObserver(scheme.same(other.scheme));
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
