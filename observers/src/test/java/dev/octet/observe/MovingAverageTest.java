package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MovingAverageTest {
  private static final QScheme SCHEME = QScheme.affine(DType.QUINT8);

  private static float max(Observer observer) {
    return observer.state().get("max_val").toArray()[0];
  }

  @Test
  void theFirstBatchSetsAndLaterOnesMove() {
    MovingAverageMinMaxObserver observer = new MovingAverageMinMaxObserver(SCHEME, 0.25f);
    observer.observe(Samples.t(0, 8));
    assertThat(max(observer)).isEqualTo(8);
    observer.observe(Samples.t(0, 4));
    assertThat(max(observer)).isEqualTo(7);
    observer.observe(Samples.t());
    assertThat(max(observer)).isEqualTo(7);
  }

  @Test
  void aConstantOfOneKeepsTheLastBatch() {
    MovingAverageMinMaxObserver observer = new MovingAverageMinMaxObserver(SCHEME, 1);
    observer.observe(Samples.t(0, 8));
    observer.observe(Samples.t(0, 4));
    assertThat(max(observer)).isEqualTo(4);
  }

  @Test
  void perChannelIsOneForEachChannel() {
    SplittableRandom random = new SplittableRandom(1);
    FloatTensor a = Samples.values(random, 20, 1, 3);
    FloatTensor b = Samples.values(random, 30, 2, 3);
    Observer all = new MovingAveragePerChannelMinMaxObserver(SCHEME, 1, 0.1f);
    all.observe(a);
    all.observe(b);
    for (int c = 0; c < 2; c++) {
      Observer one = new MovingAverageMinMaxObserver(SCHEME, 0.1f);
      one.observe(a.select(1, c));
      one.observe(b.select(1, c));
      assertThat(all.qparams().scale(c)).isEqualTo(one.qparams().scale(0));
      assertThat(all.qparams().zeroPoint(c)).isEqualTo(one.qparams().zeroPoint(0));
    }
  }

  @Test
  void neverTurnsUpsideDown() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 2000; i++) {
      MovingAverageMinMaxObserver observer =
          new MovingAverageMinMaxObserver(SCHEME, (float) random.nextDouble(0.001, 1));
      for (int k = 0; k < 3; k++) {
        float x = (float) (random.nextGaussian() * 100);
        observer.observe(Samples.t(x, random.nextBoolean() ? x : Math.nextUp(x)));
      }
      float min = observer.state().get("min_val").toArray()[0];
      assertThat(min).isLessThanOrEqualTo(max(observer));
      assertThat(observer.qparams().scale(0)).isPositive();
    }
  }

  @Test
  void goesFromOneEndOfFloatToTheOther() {
    MovingAverageMinMaxObserver observer = new MovingAverageMinMaxObserver(SCHEME, 0.5f);
    observer.observe(Samples.t(-Float.MAX_VALUE));
    observer.observe(Samples.t(Float.MAX_VALUE));
    assertThat(max(observer)).isZero();
  }

  @Test
  void dependsOnOrderSoItIsNotMergeable() {
    assertThat(new MovingAverageMinMaxObserver(SCHEME)).isNotInstanceOf(Mergeable.class);
    assertThat(new MovingAveragePerChannelMinMaxObserver(SCHEME, 0))
        .isNotInstanceOf(Mergeable.class);
  }

  @Test
  void constantsAreChecked() {
    for (float c : new float[] {0, -1, 1.1f, Float.NaN}) {
      assertThatThrownBy(() -> new MovingAverageMinMaxObserver(SCHEME, c))
          .hasMessage("averaging constant " + c + " is not in (0, 1]");
      assertThatThrownBy(() -> new MovingAveragePerChannelMinMaxObserver(SCHEME, 0, c))
          .hasMessageContaining("averaging constant");
    }
  }
}
