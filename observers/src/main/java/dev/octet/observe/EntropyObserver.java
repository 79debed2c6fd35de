package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps a histogram, and proposes the range whose integers tell most about the values: the least
 * Kullback-Leibler divergence of what is left after quantizing from what was there. The method of
 * TensorRT (Migacz, 8-bit Inference with TensorRT, GTC 2017), with ranges about 0.0 as in ONNX
 * Runtime's entropy calibrator.
 */
public final class EntropyObserver implements Observer, Mergeable<EntropyObserver> {
  private final QScheme scheme;
  private Histogram histogram = new Histogram(Histogram.BINS);

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @throws IllegalArgumentException if the scheme is of float zero points
   */
  public EntropyObserver(QScheme scheme) {
    this.scheme = scheme.perTensor();
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
    return EntropySearch.search(histogram, scheme);
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public EntropyObserver merge(EntropyObserver other) {
    EntropyObserver both = new EntropyObserver(scheme.same(other.scheme));
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
