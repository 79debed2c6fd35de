package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.kernel.Windows.Sliding;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WindowsTest {
  @Test
  void halvesAnImageWithPadding() {
    Windows w = Windows.sliding(5, Sliding.of(3, 2, 1));
    assertThat(w.first()).containsExactly(0, 1, 3);
    assertThat(w.count()).containsExactly(2, 3, 2);
    assertThat(w.divisor()).containsExactly(3, 3, 3);
  }

  @Test
  void ceilAddsAWindowButNoneInThePaddingBehind() {
    assertThat(Windows.sliding(6, new Sliding(3, 2, 0, 0, 1, true, true)).count())
        .containsExactly(3, 3, 2);
    Windows w = Windows.sliding(4, new Sliding(2, 3, 1, 1, 1, true, true));
    assertThat(w.first()).containsExactly(0, 2);
    assertThat(Windows.sliding(4, new Sliding(1, 3, 1, 1, 1, true, true)).out()).isEqualTo(2);
  }

  /** PyTorch cuts such a window at the end of the padding, and so does its divisor. */
  @Test
  void theDivisorEndsWithThePadding() {
    Windows w = Windows.sliding(5, new Sliding(4, 3, 1, 1, 1, true, true));
    assertThat(w.count()).containsExactly(3, 3);
    assertThat(w.divisor()).containsExactly(4, 4);
    Windows cut = Windows.sliding(6, new Sliding(4, 3, 1, 1, 1, true, true));
    assertThat(cut.out()).isEqualTo(3);
    assertThat(cut.count()).containsExactly(3, 4, 1);
    assertThat(cut.divisor()).containsExactly(4, 4, 2);
  }

  @Test
  void dilatedWindowsSkip() {
    Windows w = Windows.sliding(6, new Sliding(3, 1, 2, 2, 2, false, false));
    assertThat(w.first()).containsExactly(0, 1, 0, 1, 2, 3);
    assertThat(w.count()).containsExactly(2, 2, 3, 3, 2, 2);
  }

  @Test
  void adaptiveWindowsMayOverlap() {
    Windows w = Windows.adaptive(7, 3);
    assertThat(w.first()).containsExactly(0, 2, 4);
    assertThat(w.count()).containsExactly(3, 3, 3);
    assertThat(Windows.adaptive(2, 4).first()).containsExactly(0, 0, 1, 1);
    assertThat(Windows.adaptive(5, 1).count()).containsExactly(5);
  }

  /** Every window against its definition: the elements at begin + i * dilation that exist. */
  @Test
  void everyWindowHoldsWhatExists() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 2000; i++) {
      int size = 1 + random.nextInt(12);
      Sliding s =
          new Sliding(
              1 + random.nextInt(5),
              1 + random.nextInt(4),
              random.nextInt(5),
              30,
              1 + random.nextInt(3),
              random.nextBoolean(),
              random.nextBoolean());
      Windows w = Windows.sliding(size, s);
      for (int o = 0; o < w.out(); o++) {
        int inside = 0;
        int padded = 0;
        int first = -1;
        for (int t = 0; t < s.kernel(); t++) {
          int at = o * s.stride() - s.before() + t * s.dilation();
          if (at >= 0 && at < size) {
            first = first < 0 ? at : first;
            inside++;
          }
          padded += at < size + s.after() ? 1 : 0;
        }
        String what = "seed %d: %s over %d, window %d".formatted(seed, s, size, o);
        assertThat(w.count()[o]).as(what).isEqualTo(inside);
        assertThat(w.divisor()[o]).as(what).isEqualTo(s.countPadding() ? padded : inside);
        if (inside > 0) {
          assertThat(w.first()[o]).as(what).isEqualTo(first);
        }
      }
    }
  }

  @Test
  void refusesWhatCannotBe() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Windows.sliding(2, Sliding.of(5, 1, 1)))
        .withMessage("no window fits: size 2, padding 1 and 1, kernel 5, dilation 1");
    assertThatIllegalArgumentException().isThrownBy(() -> Sliding.of(0, 1, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sliding.of(1, 0, 0));
    assertThatIllegalArgumentException().isThrownBy(() -> Windows.adaptive(0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Windows(3, 1, new int[] {2}, new int[] {2}, new int[] {2}))
        .withMessage("window 0: 2 elements from 2 in steps of 1, of 3");
  }
}
