package dev.octet.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FidelityTest {
  // Two pairs of neighbours: 0 and 1 near (1, 0), 2 and 3 near (0, 1).
  private static final float[][] REFERENCE = {{1, 0}, {1, 0.1f}, {0, 1}, {0.1f, 1}};

  @Test
  void nearestIsTheOtherOfThePair() {
    assertThat(Vectors.nearest(REFERENCE)).containsExactly(1, 0, 3, 2);
  }

  @Test
  void nearestGoesByAngleNotByLength() {
    assertThat(Vectors.nearest(new float[][] {{1, 0}, {0.9f, 0.9f}, {100, 1}})[0]).isEqualTo(2);
  }

  @Test
  void cosineOfKnownAngles() {
    assertThat(Vectors.cosine(new float[] {1, 0}, new float[] {3, 3}))
        .isCloseTo(Math.sqrt(0.5), within(1e-12));
    assertThat(Vectors.cosine(new float[] {1, 2}, new float[] {-2, -4}))
        .isCloseTo(-1, within(1e-12));
  }

  @Test
  void ofItselfIsPerfect() {
    Fidelity fidelity = Fidelity.of(REFERENCE, REFERENCE);

    assertThat(fidelity.cosineMean()).isCloseTo(1, within(1e-12));
    assertThat(fidelity.cosineWorst()).isCloseTo(1, within(1e-12));
    assertThat(fidelity.nearestNeighbourAgreement()).isEqualTo(1);
  }

  @Test
  void countsNeighboursThatMoved() {
    float[][] moved = {{1, 0}, {0, 1}, {0.1f, 1}, {1, 0.1f}};

    Fidelity fidelity = Fidelity.of(REFERENCE, moved);

    // Now 0 and 3 are a pair, and 1 and 2: nobody kept their neighbour.
    assertThat(fidelity.nearestNeighbourAgreement()).isZero();
    double worst = 0.1 / Math.sqrt(1.01);
    assertThat(fidelity.cosineWorst()).isCloseTo(worst, within(1e-6));
    assertThat(fidelity.cosineMean())
        .isCloseTo((1 + worst + 1 / Math.sqrt(1.01) + 0.2 / 1.01) / 4, within(1e-6));
  }

  @Test
  void aBrokenEmbeddingShowsAsNaN() {
    float[][] broken = {{1, 0}, {Float.NaN, 0}, {0, 1}, {0, 1}};

    assertThat(Fidelity.of(REFERENCE, broken).cosineMean()).isNaN();
    assertThat(Fidelity.of(REFERENCE, broken).cosineWorst()).isNaN();
    assertThat(Vectors.maxAbsDifference(REFERENCE, broken)).isNaN();
  }

  @Test
  void refusesListsThatDoNotMatch() {
    assertThatThrownBy(() -> Fidelity.of(REFERENCE, new float[3][2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("got 4 and 3");
  }

  @Test
  void poolingLeavesPaddingOut() {
    float[] hidden = {3, 0, 0, 4, 99, 99};

    assertThat(Pooling.meanNormalized(hidden, new long[] {1, 1, 0})).containsExactly(0.6f, 0.8f);
    assertThatThrownBy(() -> Pooling.meanNormalized(hidden, new long[4]))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
