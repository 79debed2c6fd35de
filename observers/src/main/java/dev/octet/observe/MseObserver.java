package dev.octet.observe;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Map;

/**
 * Keeps a histogram, and proposes the range with the least squared error that quantizing causes, of
 * values spread evenly within each bin. Ranges tried: the whole one with both ends times 0.01,
 * 0.02, …, 1; the best of them with its lower end so; then the best with its upper end so. Unlike
 * {@link HistogramObserver}, it computes the error with the integers that the scheme really has.
 */
public final class MseObserver implements Observer, Mergeable<MseObserver> {
  private static final int STEPS = 100;

  private final QScheme scheme;
  private Histogram histogram = new Histogram(Histogram.BINS);

  /**
   * Makes an observer that has seen nothing.
   *
   * @param scheme how the range becomes parameters
   * @throws IllegalArgumentException if the scheme is of float zero points
   */
  public MseObserver(QScheme scheme) {
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
    Range best = histogram.range().requireSeen();
    best = best(best, true, true);
    best = best(best, true, false);
    return best(best, false, true);
  }

  /** The best of a range and those with one or both ends nearer to 0.0. */
  private Range best(Range whole, boolean low, boolean high) {
    Range best = whole;
    double least = error(whole);
    for (int step = STEPS - 1; step > 0; step--) {
      float factor = (float) step / STEPS;
      float min = low ? whole.min() * factor : whole.min();
      float max = high ? whole.max() * factor : whole.max();
      if (min > max) {
        break;
      }
      Range range = Range.of(min, max);
      double error = error(range);
      if (error < least) {
        least = error;
        best = range;
      }
    }
    return best;
  }

  /** The squared error of all values seen, if a range is quantized by the scheme. */
  double error(Range range) {
    double scale = scheme.scale(range);
    int zeroPoint = scheme.zeroPoint(range, (float) scale);
    int least = scheme.qmin() - zeroPoint;
    int greatest = scheme.qmax() - zeroPoint;
    Range seen = histogram.range();
    if (seen.isConstant()) {
      double steps = seen.min() / scale;
      double off = steps - Math.clamp(Math.rint(steps), least, greatest);
      return histogram.total() * off * off * scale * scale;
    }
    double width = ((double) seen.max() - seen.min()) / histogram.size();
    double sum = 0;
    double before = integral(seen.min() / scale, least, greatest);
    for (int i = 0; i < histogram.size(); i++) {
      double after = integral((seen.min() + (i + 1) * width) / scale, least, greatest);
      sum += histogram.count(i) * (after - before);
      before = after;
    }
    return sum * scale * scale * scale / width;
  }

  /** Of {@code (t - n)^2} over t from a fixed number on, n being the integer that t becomes. */
  private static double integral(double t, int least, int greatest) {
    double n = Math.clamp(Math.rint(t), least, greatest);
    double off = t - n;
    return n / 12 + off * off * off / 3;
  }

  @Override
  public DType dtype() {
    return scheme.dtype();
  }

  @Override
  public MseObserver merge(MseObserver other) {
    MseObserver both = new MseObserver(scheme.same(other.scheme));
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
