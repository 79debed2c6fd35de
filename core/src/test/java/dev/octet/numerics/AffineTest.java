package dev.octet.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AffineTest {
  /** The case in FBGEMM's QuantUtils.h: a division would round 127.5 less a little to 127. */
  @Test
  void multipliesByTheReciprocal() {
    assertThat(Affine.quantize(0.273939937f, 0.00214854861f, 0, 0, 255)).isEqualTo(128);
  }

  @ParameterizedTest
  @CsvSource({
    "0.5, 0",
    "1.5, 2",
    "2.5, 2",
    "-0.5, 0",
    "-1.5, -2",
    "-2.5, -2",
    "0.49999997, 0",
    "0.50000006, 1"
  })
  void roundsHalfToEven(float x, int expected) {
    assertThat(Affine.quantize(x, 1f, 0, -128, 127)).isEqualTo(expected);
    // The zero point comes after rounding: an odd one does not turn ties the other way.
    assertThat(Affine.quantize(x, 1f, 3, -128, 127)).isEqualTo(expected + 3);
  }

  @ParameterizedTest
  @CsvSource({
    "NaN, 7", "Infinity, 255", "-Infinity, 0", "3.4028235e38, 255", "-3.4028235e38, 0",
    "2147483648, 255", "-2147483648, 0", "4294967296, 255", "1e-45, 7", "-0.0, 7"
  })
  void settlesWhatNoIntegerHolds(float x, int expected) {
    assertThat(Affine.quantize(x, 1f, 7, 0, 255)).isEqualTo(expected);
  }

  @Test
  void quantizesTo32Bits() {
    int min = Integer.MIN_VALUE;
    int max = Integer.MAX_VALUE;
    assertThat(Affine.quantize(1e10f, 1f, 0, min, max)).isEqualTo(max);
    assertThat(Affine.quantize(-1e10f, 1f, 0, min, max)).isEqualTo(min);
    assertThat(Affine.quantize(2e9f, 1f, 2_000_000_000, min, max)).isEqualTo(max);
    assertThat(Affine.quantize(16777216f, 1f, 1, min, max)).isEqualTo(16777217);
  }

  @Test
  void dequantizesWithASubtractionInIntegers() {
    assertThat(Affine.dequantize(200, 0.5f, 10)).isEqualTo(95f);
    assertThat(Affine.dequantize(16777217, 1f, 16777216)).isEqualTo(1f);
  }

  @Test
  void requantizesInFourSteps() {
    // (100 + 1.5) * 0.5 = 50.75
    assertThat(Affine.requantize(100, 1.5f, 0.5f, 3, 0, 255)).isEqualTo(54);
    // Ties: (1 + 0) * 0.5 = 0.5, (3 + 0) * 0.5 = 1.5
    assertThat(Affine.requantize(1, 0f, 0.5f, 0, -128, 127)).isZero();
    assertThat(Affine.requantize(3, 0f, 0.5f, 0, -128, 127)).isEqualTo(2);
    assertThat(Affine.requantize(-3, 0f, 0.5f, 1, -128, 127)).isEqualTo(-1);
    // A fused ReLU: nothing below the zero point.
    assertThat(Affine.requantize(-300, 0f, 0.5f, 5, 5, 255)).isEqualTo(5);
  }

  @Test
  void requantizeClampsBeforeItConverts() {
    assertThat(Affine.requantize(Integer.MAX_VALUE, 0f, 1f, 5, 0, 255)).isEqualTo(255);
    assertThat(Affine.requantize(Integer.MIN_VALUE, 0f, 1f, 5, 0, 255)).isZero();
    assertThat(Affine.requantize(Integer.MAX_VALUE, 0f, 1e30f, 5, 0, 255)).isEqualTo(255);
    assertThat(Affine.requantize(Integer.MIN_VALUE, 0f, 1e30f, 5, 0, 255)).isZero();
    assertThat(Affine.requantize(1, Float.POSITIVE_INFINITY, 1f, 5, 0, 255)).isEqualTo(255);
    assertThat(Affine.requantize(1, Float.NaN, 1f, 5, 0, 255)).isEqualTo(5);
    assertThat(Affine.requantize(1, Float.NaN, 1f, 5, 10, 255)).isEqualTo(10);
  }

  @Test
  void requantizeRoundsTheAccumulatorToFloatFirst() {
    // 2^24 + 1 is no float: it becomes 2^24.
    assertThat(Affine.requantize(16777217, -16777216f, 1f, 0, -128, 127)).isZero();
  }

  @Test
  void theConstantsOfPacking() {
    assertThat(Affine.biasInAccumulators(1f, 0.5f, 0.25f)).isEqualTo(8f);
    assertThat(Affine.multiplier(0.5f, 0.25f, 2f)).isEqualTo(0.0625f);
    assertThat(Affine.multiplier(0.1f, 0.3f, 0.7f)).isEqualTo((0.1f * 0.3f) / 0.7f);
  }

  @Test
  void toRealHasTwoRoundings() {
    assertThat(Affine.toReal(100, 0.5f, 0.25f, -2f)).isEqualTo(10.5f);
    float unfused = 12345f * (0.1f * 0.3f) + -370.35f;
    assertThat(Affine.toReal(12345, 0.1f, 0.3f, -370.35f)).isEqualTo(unfused);
    assertThat(unfused).isNotEqualTo(Math.fma(12345f, 0.1f * 0.3f, -370.35f));
  }
}
