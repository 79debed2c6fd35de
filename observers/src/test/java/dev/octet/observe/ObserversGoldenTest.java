package dev.octet.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * PyTorch's own observers, as committed: scales to the last bit, zero points exactly. The file, and
 * what its lines mean, is from src/test/python/observers_golden.py.
 */
class ObserversGoldenTest {
  /** PyTorch adds fractions of counts in float32. */
  private static final double COUNTS = 1e-6;

  @Test
  void fileSaysWhoMadeIt() throws IOException {
    assertThat(GoldenCase.lines().getFirst()).startsWith("# observers_golden.py, PyTorch 1.13");
  }

  @Test
  void everyObserverOfPyTorchIsThere() throws IOException {
    Map<String, Long> cases =
        GoldenCase.read().stream()
            .collect(Collectors.groupingBy(GoldenCase::observerName, Collectors.counting()));
    assertThat(cases)
        .containsOnlyKeys(
            "MinMaxObserver",
            "PerChannelMinMaxObserver",
            "MovingAverageMinMaxObserver",
            "MovingAveragePerChannelMinMaxObserver",
            "HistogramObserver",
            "CurrentHistogramObserver");
    assertThat(cases.values()).allMatch(n -> n >= 24);
  }

  @TestFactory
  Stream<DynamicTest> proposals() throws IOException {
    return GoldenCase.read().stream()
        .map(c -> DynamicTest.dynamicTest(c.toString(), () -> check(c)));
  }

  private static void check(GoldenCase c) {
    Observer observer = c.observer();
    c.batches().forEach(observer::observe);
    if (c.histogram() != null) {
      float[] counts = observer.state().get("histogram").toArray();
      double sum = 0;
      double moment = 0;
      for (int i = 0; i < counts.length; i++) {
        sum += counts[i];
        moment += (double) i * counts[i];
      }
      assertThat(sum).isCloseTo(c.histogram()[0], within(COUNTS * sum));
      assertThat(moment).isCloseTo(c.histogram()[1], within(COUNTS * moment));
    }
    if (c.floatZeroPoints()) {
      assertThat(((PerChannelMinMaxObserver) observer).floatQParams())
          .isEqualTo(new FloatQParams(c.scales(), c.zeroPoints(), c.axis()));
    } else {
      QParams proposed = observer.qparams();
      assertThat(proposed).isEqualTo(c.expected());
      Observer again = c.observer();
      again.load(observer.state());
      assertThat(again.qparams()).isEqualTo(proposed);
    }
    Observer channelsLast = c.observer();
    for (FloatTensor batch : c.batches()) {
      channelsLast.observe(GoldenCase.channelsLast(batch));
    }
    assertThat(channelsLast.state()).isEqualTo(observer.state());
  }
}
