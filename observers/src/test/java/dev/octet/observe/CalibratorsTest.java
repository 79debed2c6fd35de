package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibratorsTest {
  private static final QScheme AFFINE = QScheme.affine(DType.QUINT8);
  private static final QScheme SYMMETRIC = QScheme.symmetric(DType.QINT8);

  private static FloatTensor relu(FloatTensor values) {
    float[] positive = values.toArray();
    for (int i = 0; i < positive.length; i++) {
      positive[i] = Math.max(positive[i], 0);
    }
    return Samples.t(positive);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 50, 90, 99, 99.9, 99.99, 99.999, 100})
  void percentilesHoldTheirShareAndLittleMore(double percent) {
    SplittableRandom random = new SplittableRandom(1);
    for (QScheme scheme : new QScheme[] {AFFINE, SYMMETRIC, AFFINE.reduced()}) {
      FloatTensor values = Samples.values(random, 50_000, 1, 6);
      PercentileObserver observer = new PercentileObserver(scheme, percent);
      observer.observe(values);
      Range range = observer.range();
      Range seen = Range.of(values);
      float bin = (seen.max() - seen.min()) / Histogram.BINS;
      double most = percent / 100 * 100_000;
      assertThat(inside(values, new Range(range.min() - bin / 8, range.max() + bin / 8)))
          .isGreaterThanOrEqualTo((int) Math.floor(most));
      float less = 1.01f * bin;
      assertThat(inside(values, new Range(range.min() + less, range.max() - less)))
          .isLessThanOrEqualTo((int) Math.ceil(most));
    }
  }

  private static int inside(FloatTensor values, Range range) {
    int inside = 0;
    for (float x : values.toArray()) {
      inside += x >= range.min() && x <= range.max() ? 1 : 0;
    }
    return inside;
  }

  @Test
  void allPercentIsMinAndMax() {
    FloatTensor values = Samples.values(new SplittableRandom(2), 500, 1, 6);
    PercentileObserver all = new PercentileObserver(AFFINE, 100);
    MinMaxObserver ends = new MinMaxObserver(AFFINE);
    all.observe(values);
    ends.observe(values);
    assertThat(all.range()).isEqualTo(new Range(ends.min(), ends.max()));
  }

  @Test
  void percentilesLeaveOutAnOutlier() {
    PercentileObserver observer = new PercentileObserver(SYMMETRIC, 99.99);
    observer.observe(Samples.values(new SplittableRandom(3), 50_000, 1, 1));
    observer.observe(Samples.t(-1000));
    // bins have grown to half a unit by then, and values to about 4.5
    assertThat(observer.range().min()).isBetween(-6f, -3.5f);
    assertThatThrownBy(() -> new PercentileObserver(AFFINE, 0)).hasMessageContaining("(0, 100]");
    assertThatThrownBy(() -> new PercentileObserver(AFFINE, Double.NaN))
        .hasMessageContaining("(0, 100]");
    assertThatThrownBy(() -> observer.merge(new PercentileObserver(SYMMETRIC, 99)))
        .hasMessage("percents differ: 99.99 and 99.0");
  }

  @Test
  void joinedPercentilesLieWithinTwoBins() {
    SplittableRandom random = new SplittableRandom(4);
    for (int i = 0; i < 20; i++) {
      FloatTensor a = Samples.values(random, 3000, 1, 3);
      FloatTensor b = Samples.values(random, 3000, 2, 3);
      PercentileObserver first = new PercentileObserver(AFFINE, 99);
      PercentileObserver second = new PercentileObserver(AFFINE, 99);
      PercentileObserver both = new PercentileObserver(AFFINE, 99);
      first.observe(a);
      second.observe(b);
      both.observe(Samples.joined(a, b));
      Range joined = first.merge(second).range();
      Range seen = Range.of(Samples.joined(a, b));
      float bins = 2.01f * (seen.max() - seen.min()) / Histogram.BINS;
      assertThat(joined.min()).isCloseTo(both.range().min(), within(bins));
      assertThat(joined.max()).isCloseTo(both.range().max(), within(bins));
    }
  }

  @Test
  void entropyFindsTheLeastDivergence() {
    SplittableRandom random = new SplittableRandom(5);
    for (QScheme scheme : new QScheme[] {AFFINE, SYMMETRIC, AFFINE.reduced()}) {
      for (double tail : new double[] {1, 4, 30}) {
        FloatTensor values = Samples.values(random, 4000, 1, tail);
        for (FloatTensor seen : new FloatTensor[] {values, relu(values)}) {
          EntropyObserver observer = new EntropyObserver(scheme);
          Histogram histogram = new Histogram(Histogram.BINS);
          observer.observe(seen);
          histogram.observe(seen);
          assertThat(observer.range()).isEqualTo(NaiveEntropy.search(histogram, scheme));
        }
      }
    }
  }

  @Test
  void entropyIsNotDrawnTogetherByZeros() {
    EntropyObserver observer = new EntropyObserver(AFFINE);
    observer.observe(relu(Samples.values(new SplittableRandom(6), 50_000, 1, 1)));
    assertThat(observer.range().max()).isGreaterThan(2.5f);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, 5, 50})
  void squaredErrorIsThatOfQuantizing(double tail) {
    FloatTensor values = Samples.values(new SplittableRandom(7), 50_000, 1, tail);
    for (QScheme scheme : new QScheme[] {AFFINE, SYMMETRIC, AFFINE.reduced()}) {
      MseObserver observer = new MseObserver(scheme);
      observer.observe(values);
      for (float end : new float[] {1, 3, 10}) {
        Range range = new Range(-end, end);
        double exact = quantizingError(values, scheme.qparams(range), scheme);
        assertThat(observer.error(range)).isCloseTo(exact, within(0.05 * exact));
      }
      double whole = observer.error(Range.of(values));
      double chosen = observer.error(observer.range());
      assertThat(chosen).isLessThanOrEqualTo(whole);
      double real = quantizingError(values, observer.qparams(), scheme);
      assertThat(real)
          .isLessThan(1.02 * quantizingError(values, scheme.qparams(Range.of(values)), scheme));
    }
  }

  private static double quantizingError(FloatTensor values, QParams p, QScheme scheme) {
    double sum = 0;
    for (float x : values.toArray()) {
      double steps = Math.rint((double) x / p.scale(0)) + p.zeroPoint(0);
      double q = Math.clamp(steps, scheme.qmin(), (double) scheme.qmax());
      double off = x - (q - p.zeroPoint(0)) * p.scale(0);
      sum += off * off;
    }
    return sum;
  }

  @Test
  void squaredErrorLeavesOutAFewOutliersOfMany() {
    MseObserver mse = new MseObserver(SYMMETRIC);
    HistogramObserver search = new HistogramObserver(SYMMETRIC);
    FloatTensor values = Samples.values(new SplittableRandom(8), 500_000, 1, 1);
    mse.observe(values);
    search.observe(values);
    mse.observe(Samples.t(20));
    search.observe(Samples.t(20));
    assertThat(mse.range().max()).isBetween(3f, 15f);
    assertThat(search.qparams().scale(0)).isLessThan(20 / 127.5f);
  }

  @Test
  void oneValueIsItsOwnRange() {
    for (float x : new float[] {3, -3, 0}) {
      MseObserver mse = new MseObserver(AFFINE);
      EntropyObserver entropy = new EntropyObserver(AFFINE);
      PercentileObserver percentile = new PercentileObserver(AFFINE, 99);
      mse.observe(Samples.t(x));
      entropy.observe(Samples.t(x));
      percentile.observe(Samples.t(x));
      assertThat(entropy.range()).isEqualTo(Range.of(x, x));
      assertThat(percentile.range()).isEqualTo(Range.of(x, x));
      double off = mse.error(mse.range());
      assertThat(off).isLessThanOrEqualTo(mse.error(Range.of(x, x)));
    }
  }
}
