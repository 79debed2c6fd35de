package dev.octet.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ScalarResultTest {
  private static final ByteParams X = new ByteParams(0.5f, 100, true);

  @Test
  void addingMovesTheZeroPoint() {
    ScalarResult r = ScalarResult.add(X, 10.2);
    assertThat(r.params()).isEqualTo(new ByteParams(0.5f, 80, true));
    assertThat(r.table()).isEmpty();
    // Half a step is rounded to even: 1.5 steps are 2.
    assertThat(ScalarResult.add(X, 0.75).params().zeroPoint()).isEqualTo(98);
  }

  @Test
  void addingMuchWidensTheScale() {
    // 200 steps up: the zero point would be -100; values reach (355 - 0) / 255 as far.
    ScalarResult r = ScalarResult.add(X, 100);
    assertThat(r.params()).isEqualTo(new ByteParams((float) (355 / 255.0 * 0.5), 0, true));
    byte[] table = r.table().orElseThrow();
    assertThat(table[255]).isEqualTo((byte) 255);
    assertThat(table[0]).isEqualTo((byte) Math.rint(100 / 355.0 * 255));
    ScalarResult down = ScalarResult.add(X, -100);
    assertThat(down.params()).isEqualTo(new ByteParams((float) (300 / 255.0 * 0.5), 255, true));
    assertThat(down.table().orElseThrow()[0]).isEqualTo((byte) 0);
  }

  @Test
  void multiplying() {
    assertThat(ScalarResult.multiply(X, 3).params()).isEqualTo(new ByteParams(1.5f, 100, true));
    assertThat(ScalarResult.multiply(X, 3).table()).isEmpty();
    ScalarResult mirrored = ScalarResult.multiply(X, -2);
    assertThat(mirrored.params()).isEqualTo(new ByteParams(1f, 155, true));
    assertThat(mirrored.table().orElseThrow()[7]).isEqualTo((byte) 248);
    ScalarResult signed = ScalarResult.multiply(new ByteParams(0.5f, 5, false), -1);
    assertThat(signed.params()).isEqualTo(new ByteParams(0.5f, -6, false));
    assertThat(signed.table().orElseThrow()[0x80]).isEqualTo((byte) 127);
    ScalarResult zero = ScalarResult.multiply(X, 0);
    assertThat(zero.params()).isEqualTo(new ByteParams(1f, 0, true));
    assertThat(zero.table().orElseThrow()).containsOnly(0);
  }

  @Test
  void refusesWhatHasNoScale() {
    assertThatThrownBy(() -> ScalarResult.add(X, 1e10)).hasMessageContaining("2^30 steps of 0.5");
    assertThatThrownBy(() -> ScalarResult.add(X, Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> ScalarResult.multiply(X, 1e-60)).hasMessageContaining("scale 0.0");
    assertThatThrownBy(() -> ScalarResult.multiply(X, Double.NaN)).hasMessageContaining("NaN");
  }

  @Test
  void refusesParametersOutsideOfTheType() {
    assertThatThrownBy(() -> new ByteParams(0f, 0, true)).hasMessageContaining("scale 0.0");
    assertThatThrownBy(() -> new ByteParams(1f, -1, true)).hasMessageContaining("[0, 255]");
    assertThatThrownBy(() -> new ByteParams(1f, 128, false)).hasMessageContaining("[-128, 127]");
  }
}
