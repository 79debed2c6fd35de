package dev.octet.examples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuringTest {
  @Test
  void medianOfOddAndEvenCounts() {
    assertThat(Stopwatch.median(new double[] {9, 1, 2})).isEqualTo(2);
    assertThat(Stopwatch.median(new double[] {9, 1, 2, 4})).isEqualTo(3);
  }

  @Test
  void everyJobHasEveryItem() {
    int[] calls = new int[2];
    Stopwatch watch = new Stopwatch(3, 7, 60);
    try (Progress progress = Progress.start("test", watch.steps())) {
      double[] medians =
          watch.medians(List.of(i -> calls[0]++, i -> calls[1] += i < 7 ? 1 : 100), progress);
      assertThat(medians).hasSize(2).doesNotContain(Double.NaN);
    }
    assertThat(calls).containsExactly(10, 10);
  }

  @Test
  void columnsAreAligned() {
    Table table = new Table(List.of("", "long heading"), List.of(List.of("label", "1.0")));

    assertThat(table.render())
        .isEqualTo(
            """
                   long heading
            -------------------
            label           1.0
            """);
    assertThatThrownBy(() -> new Table(List.of("a"), List.of(List.of("b", "c"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("expected 1 cells, got 2");
  }
}
