package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistogramTest {
  private static final QScheme SCHEME = QScheme.affine(DType.QUINT8);

  private static Histogram of(FloatTensor... batches) {
    Histogram histogram = new Histogram(Histogram.BINS);
    Arrays.stream(batches).forEach(histogram::observe);
    return histogram;
  }

  @Test
  void countsEachValueInItsBin() {
    Histogram histogram = new Histogram(4);
    histogram.observe(Samples.t(0, 0.5f, 1, 1.5f, 2, 3, 4, 4));
    double[] counts = {histogram.count(0), histogram.count(1), histogram.count(2), 0};
    counts[3] = histogram.count(3);
    assertThat(counts).containsExactly(2, 2, 1, 3);
    assertThat(histogram.range()).isEqualTo(new Range(0, 4));
  }

  @Test
  void oldCountsMoveInSixteenParts() {
    Histogram histogram = new Histogram(4);
    histogram.observe(Samples.t(0, 4));
    histogram.observe(Samples.t(6));
    // 16 parts from 0 to 1 lie in 0 to 1.5; of those from 3 to 4 all lie in 3 to 4.5
    assertThat(histogram.count(0)).isEqualTo(1);
    assertThat(histogram.count(2)).isEqualTo(1);
    assertThat(histogram.count(3)).isEqualTo(1);
    histogram.observe(Samples.t(7));
    // bins of 1.75: of 3 to 4.5, five parts begin before 3.5 and end before its middle
    assertThat(histogram.count(1)).isEqualTo(5 / 16.0);
    assertThat(histogram.count(2)).isEqualTo(11 / 16.0 + 8 / 16.0);
    assertThat(histogram.total()).isEqualTo(4);
  }

  @Test
  void oneValueLiesInTheMiddleBinUntilThereIsAnother() {
    Histogram histogram = of(Samples.t(2.5f, 2.5f), Samples.t(2.5f));
    assertThat(histogram.count(Histogram.BINS / 2)).isEqualTo(3);
    histogram.observe(Samples.t(0));
    assertThat(histogram.count(0)).isEqualTo(1);
    assertThat(histogram.count(Histogram.BINS - 1)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void joiningMovesNoValueByMoreThanABin(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FloatTensor a = Samples.values(random, 2000, 1 + random.nextDouble(3), 10);
    FloatTensor b = Samples.values(random, 3000, 1 + random.nextDouble(3), 10);
    Histogram merged = of(a).merge(of(b));
    FloatTensor all = Samples.joined(a, b);
    assertThat(merged.range()).isEqualTo(Range.of(all));
    assertThat(merged.total()).isEqualTo(all.shape().size());
    float[] sorted = all.toArray();
    Arrays.sort(sorted);
    double width = ((double) merged.range().max() - merged.range().min()) / merged.size();
    double[] below = merged.cumulative();
    for (int i = 0; i <= merged.size(); i++) {
      double border = merged.range().min() + i * width;
      assertThat(below[i])
          .as("below bin %d, seed %d", i, seed)
          .isBetween(
              countBelow(sorted, border - 1.001 * width),
              countBelow(sorted, border + 1.001 * width));
    }
  }

  private static double countBelow(float[] sorted, double border) {
    return Arrays.stream(toDoubles(sorted)).filter(x -> x < border).count();
  }

  private static double[] toDoubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  @Test
  void shardsProposeAlmostWhatOneObserverDoes() {
    for (int seed = 0; seed < 20; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      HistogramObserver one = new HistogramObserver(SCHEME);
      HistogramObserver[] shards = new HistogramObserver[8];
      Arrays.setAll(shards, i -> new HistogramObserver(SCHEME));
      for (int batch = 0; batch < 40; batch++) {
        FloatTensor values = Samples.values(random, 1000, 1, 3);
        one.observe(values);
        shards[batch % 8].observe(values);
      }
      QParams joined = Arrays.stream(shards).reduce(HistogramObserver::merge).get().qparams();
      float scale = one.qparams().scale(0);
      assertThat(joined.scale(0)).as("seed %d", seed).isCloseTo(scale, within(0.02f * scale));
    }
  }

  @Test
  void manySmallGrowthsLoseNothing() {
    Histogram histogram = of(Samples.t(-1, 1));
    for (int i = 0; i < 2000; i++) {
      histogram.observe(Samples.t(1 + i * 0x1p-20f));
    }
    assertThat(histogram.total()).isCloseTo(2002, within(1e-6));
    assertThat(histogram.range()).isEqualTo(new Range(-1, 1 + 1999 * 0x1p-20f));
    assertThat(histogram.count(0)).isCloseTo(1, within(1e-9));
    assertThat(histogram.count(Histogram.BINS - 1)).isCloseTo(2001, within(1.0));
  }

  @Test
  void tinyAndHugeRangesAreDividedAlike() {
    FloatTensor values = Samples.values(new SplittableRandom(23), 1000, 1, 4);
    QScheme anyScale = SCHEME.eps(Float.MIN_NORMAL);
    for (int exponent : new int[] {-100, -40, 40, 120}) {
      float factor = Math.scalb(1f, exponent);
      float[] scaled = values.toArray();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factor;
      }
      HistogramObserver observer = new HistogramObserver(anyScale);
      HistogramObserver usual = new HistogramObserver(anyScale);
      for (float part : new float[] {0.5f, 1}) {
        observer.observe(times(scaled, part));
        usual.observe(times(values.toArray(), part));
      }
      assertThat(observer.qparams())
          .isEqualTo(
              QParams.perTensor(usual.qparams().scale(0) * factor, usual.qparams().zeroPoint(0)));
    }
  }

  private static FloatTensor times(float[] values, float factor) {
    float[] product = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      product[i] = values[i] * factor;
    }
    return Samples.t(product);
  }

  @Test
  void aRangeOfNeighbouringFloats() {
    float x = 1e6f;
    Histogram histogram = of(Samples.t(x, Math.nextUp(x)), Samples.t(Math.nextDown(x)));
    assertThat(histogram.total()).isEqualTo(3);
    assertThat(histogram.count(0)).isEqualTo(1);
  }

  @Test
  void countsBeyondFloatsIntegersAreKept() {
    HistogramObserver observer = new HistogramObserver(SCHEME, 2);
    observer.observe(FloatTensor.wrap(ends(1 << 20), 1 << 20));
    for (int i = 0; i < 5; i++) {
      observer = observer.merge(observer);
    }
    observer.observe(Samples.t(0));
    assertThat(observer.state().get("histogram").toArray()[0]).isEqualTo(1 << 24);
    HistogramObserver twice = observer.merge(observer);
    assertThat(twice.state().get("histogram").toArray()[0]).isEqualTo((1 << 25) + 2f);
  }

  private static float[] ends(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i % 2;
    }
    return values;
  }

  @Test
  void binsAreChecked() {
    assertThatThrownBy(() -> new HistogramObserver(SCHEME, 1))
        .hasMessage("expected 2 to 1048576 bins, got 1");
    HistogramObserver a = new HistogramObserver(SCHEME, 64);
    HistogramObserver b = new HistogramObserver(SCHEME);
    assertThatThrownBy(() -> a.merge(b)).hasMessage("numbers of bins differ: 64 and 2048");
    assertThatThrownBy(() -> a.load(b.state()))
        .hasMessage("histogram must have 64 bins, got [2048]");
  }
}
