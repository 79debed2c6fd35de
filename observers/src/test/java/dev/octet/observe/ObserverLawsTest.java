package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.QParams;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every observer that keeps ranges or counts. */
class ObserverLawsTest {
  record Maker(String name, Supplier<Observer> supplier) {
    Observer make() {
      return supplier.get();
    }

    Observer after(FloatTensor... batches) {
      Observer observer = make();
      Arrays.stream(batches).forEach(observer::observe);
      return observer;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Maker> all() {
    return makers(Samples.all());
  }

  static Stream<Maker> perTensor() {
    return makers(Samples.perTensor());
  }

  private static Stream<Maker> makers(Map<String, Supplier<Observer>> makers) {
    return makers.entrySet().stream().map(e -> new Maker(e.getKey(), e.getValue()));
  }

  @ParameterizedTest
  @MethodSource("all")
  void proposesNothingBeforeAValueWasSeen(Maker maker) {
    Observer observer = maker.after(FloatTensor.wrap(new float[0], 0, 2));
    assertThatThrownBy(observer::qparams)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the observer has seen no value");
  }

  @ParameterizedTest
  @MethodSource("all")
  void refusesWhatIsNotFiniteAndLosesNothing(Maker maker) {
    FloatTensor before = FloatTensor.wrap(new float[] {1, -2, 3, 4}, 2, 2);
    Observer observer = maker.after(before);
    Map<String, FloatTensor> state = observer.state();
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      FloatTensor values = FloatTensor.wrap(new float[] {9, -9, bad, 8}, 2, 2);
      assertThatThrownBy(() -> observer.observe(values))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("value " + bad + " at index 2 is not finite");
      assertThat(observer.state()).isEqualTo(state);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void savesAndLoads(Maker maker) {
    SplittableRandom random = new SplittableRandom(7);
    FloatTensor first = Samples.values(random, 300, 1, 9);
    FloatTensor second = Samples.values(random, 200, 2, 9);
    Observer observer = maker.after(first);
    Observer loaded = maker.after(second);
    loaded.load(observer.state());
    assertThat(loaded.state()).isEqualTo(observer.state());
    assertThat(loaded.qparams()).isEqualTo(observer.qparams());
    observer.observe(second);
    loaded.observe(second);
    assertThat(loaded.qparams()).isEqualTo(observer.qparams());
    loaded.load(maker.make().state());
    assertThatThrownBy(loaded::qparams).hasMessage("the observer has seen no value");
  }

  @ParameterizedTest
  @MethodSource("all")
  void statesAreCopies(Maker maker) {
    Observer observer = maker.after(FloatTensor.wrap(new float[] {1, 2}, 1, 2));
    QParams proposed = observer.qparams();
    observer.state().values().forEach(t -> Arrays.fill(t.array(), 77f));
    assertThat(observer.qparams()).isEqualTo(proposed);
  }

  @ParameterizedTest
  @MethodSource("all")
  void badStatesAreNamedAndChangeNothing(Maker maker) {
    Observer observer = maker.after(FloatTensor.wrap(new float[] {1, 2}, 1, 2));
    Map<String, FloatTensor> good = observer.state();
    for (Map<String, FloatTensor> bad : BadStates.of(good)) {
      assertThatThrownBy(() -> observer.load(bad))
          .as("%s", bad.keySet())
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(observer.state()).isEqualTo(good);
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void layoutsDoNotMatter(Maker maker) {
    FloatTensor image =
        FloatTensor.wrap(Samples.values(new SplittableRandom(3), 120, 1, 4).array(), 2, 10, 4, 3);
    assertThat(maker.after(image.to(Layout.CHANNELS_LAST)).state())
        .isEqualTo(maker.after(image).state());
  }

  @ParameterizedTest
  @MethodSource("all")
  void viewsAreReadWhereTheyLie(Maker maker) {
    float[] values = {99, -99, 1, 2, 3, 4, 99, 99};
    FloatTensor view = FloatTensor.wrap(values, 4, 2).slice(0, 1, 3);
    FloatTensor alone = FloatTensor.wrap(new float[] {1, 2, 3, 4}, 2, 2);
    assertThat(maker.after(view).state()).isEqualTo(maker.after(alone).state());
  }

  @ParameterizedTest
  @MethodSource("all")
  void oddValuesGiveParameters(Maker maker) {
    float[][] cases = {
      {0, 0},
      {-0f, 0f},
      {5, 5},
      {-5, -5},
      {1e-42f, -1e-43f},
      {Float.MIN_VALUE, 0},
      {1e30f, -2e30f},
      {1.7e38f, -1.6e38f},
      {Float.MAX_VALUE, 0},
      {1, Math.nextUp(1f)},
      {1e10f, Math.nextUp(1e10f)},
      {3, 1e-30f},
    };
    for (float[] values : cases) {
      FloatTensor batch = FloatTensor.wrap(values, 1, 2);
      assertThatCode(() -> maker.after(batch, batch).qparams())
          .as("%s", Arrays.toString(values))
          .doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @MethodSource("perTensor")
  void rangesBeyondFloatAreAnErrorOrNarrowed(Maker maker) {
    Observer observer = maker.after(Samples.t(-Float.MAX_VALUE, Float.MAX_VALUE));
    try {
      assertThat(observer.qparams().scale(0)).isBetween(1e30f, 1e38f);
    } catch (IllegalArgumentException e) {
      assertThat(e).hasMessageContaining("scale Infinity");
    }
  }

  @ParameterizedTest
  @MethodSource("perTensor")
  void neverProposesMoreThanWasSeen(Maker maker) {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 20; i++) {
      Observer widest = new MinMaxObserver(Samples.scheme(maker.name()));
      Observer observer = maker.make();
      for (int k = 0; k < 3; k++) {
        FloatTensor batch = Samples.values(random, 200, random.nextDouble(5), 20);
        widest.observe(batch);
        observer.observe(batch);
      }
      float most = widest.qparams().scale(0);
      assertThat(observer.qparams().scale(0)).isLessThanOrEqualTo(most * (1 + 0x1p-20f));
    }
  }

  @ParameterizedTest
  @MethodSource("perTensor")
  void powersOfTwoScaleTheParameters(Maker maker) {
    FloatTensor values = Samples.values(new SplittableRandom(5), 2000, 1, 30);
    QParams once = maker.after(values).qparams();
    for (int exponent : new int[] {-10, 10, 60, 115}) {
      float factor = Math.scalb(1f, exponent);
      float[] scaled = values.toArray();
      for (int i = 0; i < scaled.length; i++) {
        scaled[i] *= factor;
      }
      assertThat(maker.after(FloatTensor.wrap(scaled, 2000, 2)).qparams())
          .isEqualTo(QParams.perTensor(once.scale(0) * factor, once.zeroPoint(0)));
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void memoryDoesNotGrow(Maker maker) {
    SplittableRandom random = new SplittableRandom(13);
    Observer observer = maker.after(Samples.values(random, 50, 1, 3));
    long once = Retained.bytes(observer);
    for (int i = 0; i < 300; i++) {
      observer.observe(Samples.values(random, 50 + i, 1 + i, 3));
    }
    assertThat(Retained.bytes(observer)).isEqualTo(once).isPositive();
  }

  @ParameterizedTest
  @MethodSource("all")
  void joiningWithAnObserverThatSawNothing(Maker maker) {
    FloatTensor values = Samples.values(new SplittableRandom(17), 100, 1, 5);
    if (maker.make() instanceof Mergeable<?>) {
      Map<String, FloatTensor> alone = maker.after(values).state();
      assertThat(Merging.merge(maker.after(values), maker.make()).state()).isEqualTo(alone);
      assertThat(Merging.merge(maker.make(), maker.after(values)).state()).isEqualTo(alone);
      assertThat(Merging.merge(maker.make(), maker.make()).state()).isEqualTo(maker.make().state());
    }
  }

  @ParameterizedTest
  @MethodSource("all")
  void joiningChangesNeitherAndIsExactForEqualRanges(Maker maker) {
    SplittableRandom random = new SplittableRandom(19);
    float[] ends = {-50, -50, 50, 50};
    FloatTensor a = Samples.joined(Samples.values(random, 90, 1, 5), FloatTensor.wrap(ends, 2, 2));
    FloatTensor b = Samples.joined(Samples.values(random, 70, 2, 5), FloatTensor.wrap(ends, 2, 2));
    if (maker.make() instanceof Mergeable<?>) {
      Observer first = maker.after(a);
      Observer second = maker.after(b);
      Observer both = Merging.merge(first, second);
      assertThat(both.state()).isEqualTo(maker.after(a, b).state());
      both.observe(FloatTensor.wrap(new float[] {1000, 1000}, 1, 2));
      assertThat(first.state()).isEqualTo(maker.after(a).state());
      assertThat(second.state()).isEqualTo(maker.after(b).state());
    }
  }
}
