package dev.octet.examples.ocr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** From scores to text, and from texts to accuracy. */
class ReadingTest {
  private static final Alphabet ALPHABET = Alphabet.of(List.of("a", "b"));

  /** Scores in which these classes are the likeliest, one a step. */
  private static float[] scores(int... classes) {
    float[] scores = new float[classes.length * ALPHABET.classes()];
    for (int step = 0; step < classes.length; step++) {
      scores[step * ALPHABET.classes() + classes[step]] = 0.9f;
    }
    return scores;
  }

  @Test
  void runsAreOneCharacterAndBlanksNone() {
    assertThat(ALPHABET.classes()).isEqualTo(4);
    assertThat(ALPHABET.decode(scores(0, 1, 1, 0, 1, 2, 2, 0))).isEqualTo("aab");
    assertThat(ALPHABET.decode(scores(3, 1, 3, 3, 2, 3))).isEqualTo("a b");
    assertThat(ALPHABET.decode(scores(0, 0))).isEmpty();
    assertThatIllegalArgumentException().isThrownBy(() -> ALPHABET.decode(new float[5]));
  }

  @Test
  void distanceIsTheFewestEdits() {
    assertThat(CharAccuracy.distance("kitten", "sitting")).isEqualTo(3);
    assertThat(CharAccuracy.distance("", "abc")).isEqualTo(3);
    assertThat(CharAccuracy.distance("abc", "")).isEqualTo(3);
    assertThat(CharAccuracy.distance("room 4", "room4")).isEqualTo(1);
    assertThat(CharAccuracy.distance("same", "same")).isZero();
  }

  @Test
  void accuracyIsOverAllCharacters() {
    assertThat(CharAccuracy.of(List.of("abcdefgh", "xy"), List.of("abcdefgh", "x")))
        .isCloseTo(0.9, within(1e-12));
    assertThatIllegalArgumentException().isThrownBy(() -> CharAccuracy.of(List.of("a"), List.of()));
  }
}
