package dev.octet.numerics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChooseQParamsTest {
  private static ChooseQParams unsigned(float min, float max) {
    return ChooseQParams.of(min, max, 0, 255, false);
  }

  @Test
  void coversTheRange() {
    assertThat(unsigned(-1, 3)).isEqualTo(new ChooseQParams((float) (4.0 / 255), 64));
    assertThat(unsigned(-1, 4.1f).scale()).isEqualTo((float) ((4.1f + 1.0) / 255));
    assertThat(ChooseQParams.of(-1, 3, -128, 127, false).zeroPoint()).isEqualTo(-64);
  }

  @Test
  void widensTheRangeToHoldZero() {
    assertThat(unsigned(2, 5.1f)).isEqualTo(new ChooseQParams((float) (5.1f / 255.0), 0));
    assertThat(unsigned(-5.1f, -2)).isEqualTo(new ChooseQParams((float) (5.1f / 255.0), 255));
  }

  @Test
  void anEmptyRangeHasScaleOneTenth() {
    assertThat(unsigned(0, 0)).isEqualTo(new ChooseQParams(0.1f, 0));
    assertThat(unsigned(-0f, 0f)).isEqualTo(new ChooseQParams(0.1f, 0));
    assertThat(ChooseQParams.of(0, 0, -128, 127, false).scale()).isEqualTo(0.1f);
    // So small that 1 / scale would be infinite.
    assertThat(unsigned(0, 1e-40f).scale()).isEqualTo(0.1f);
  }

  @Test
  void raisesSmallScales() {
    assertThat(unsigned(0, 0.001f)).isEqualTo(new ChooseQParams(6.1e-5f, 0));
    assertThat(unsigned(-0.001f, 0)).isEqualTo(new ChooseQParams(6.1e-5f, 255));
    // Both ends grow by the same factor, so that the zero point stays.
    assertThat(unsigned(-0.001f, 0.001f)).isEqualTo(new ChooseQParams(6.1e-5f, 128));
    assertThat(unsigned(-0.001f, 0.003f).zeroPoint()).isEqualTo(unsigned(-1, 3).zeroPoint());
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "-3, 1", "-0.2, 7", "-3.4e38, 3.4e38"})
  void preservedSparsityPutsZeroInTheMiddle(float min, float max) {
    // (0 + 255) / 2 = 127.5, rounded half to even.
    assertThat(ChooseQParams.of(min, max, 0, 255, true).zeroPoint()).isEqualTo(128);
    assertThat(ChooseQParams.of(min, max, -128, 127, true).zeroPoint()).isZero();
    float scale = ChooseQParams.of(min, max, -128, 127, true).scale();
    double widest = Math.max(min / -128.0, max / 127.0);
    assertThat(scale / widest).isBetween(0.995, 1 + 1e-6);
  }

  @Test
  void preservedSparsityNeedsBothSigns() {
    assertThat(ChooseQParams.of(0, 1, 0, 255, true)).isEqualTo(unsigned(0, 1));
    assertThat(ChooseQParams.of(-1, 0, 0, 255, true)).isEqualTo(unsigned(-1, 0));
  }

  @Test
  void theGreatestRange() {
    ChooseQParams p = unsigned(-Float.MAX_VALUE, Float.MAX_VALUE);
    assertThat(p.scale()).isEqualTo((float) (2.0 * Float.MAX_VALUE / 255));
    assertThat(p.zeroPoint()).isEqualTo(128);
  }

  @Test
  void intoArraysIsTheSame() {
    float[] scales = new float[3];
    int[] zeroPoints = new int[3];
    ChooseQParams.choose(-1, 3, 0, 127, scales, zeroPoints, 1);
    ChooseQParams p = ChooseQParams.of(-1, 3, 0, 127, false);
    assertThat(scales).containsExactly(0, p.scale(), 0);
    assertThat(zeroPoints).containsExactly(0, p.zeroPoint(), 0);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "0, NaN", "1, 0", "-Infinity, 0", "0, Infinity", "Infinity, -Infinity"})
  void refusesWhatIsNoRange(float min, float max) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> unsigned(min, max))
        .withMessage("no finite range: min " + min + ", max " + max);
  }
}
