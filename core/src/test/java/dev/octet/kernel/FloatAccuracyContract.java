package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.FloatUnary.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The accuracy of a tier's float kernels, as measured: functions keep what {@link FloatTolerance}
 * says over all magnitudes; rows and products, whose bounds count on the worst, stay far below them
 * on random numbers. The log has the figures of docs/numerics.md, section 9.
 */
public abstract class FloatAccuracyContract {
  /** {@return what measures the kernels under test} */
  protected abstract FloatAccuracy accuracy();

  @ParameterizedTest
  @EnumSource
  void unary(Op op) {
    assertThat(accuracy().unary(op)).isLessThanOrEqualTo(FloatTolerance.ulps(op));
  }

  /** An ulp of a positive argument is at most two of the result. */
  @Test
  void geluOfPositive() {
    assertThat(accuracy().geluOfPositive()).isLessThanOrEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(floats = {1f, 0.3f})
  void elu(float alpha) {
    assertThat(accuracy().elu(alpha)).isLessThanOrEqualTo(FloatTolerance.ELU_ULPS);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 128, 384, 1024, 4096})
  void softmax(int n) {
    assertThat(accuracy().softmax(n, 1)).isLessThan(20);
    assertThat(accuracy().softmax(n, 5)).isLessThan(80);
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 64, 128, 384, 1024, 4096})
  void layerNorm(int n) {
    assertThat(accuracy().layerNorm(n)).isLessThan(8);
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 384, 1536, 4096})
  void products(int k) {
    assertThat(accuracy().gemm(k)).isLessThan(12);
  }

  @Test
  void convolutions() {
    assertThat(accuracy().conv("convolution", ConvFilter.of2d(64, 40, 1, 3, 1, 1))).isLessThan(8);
    assertThat(accuracy().conv("depthwise", ConvFilter.of2d(64, 64, 64, 3, 1, 1))).isLessThan(8);
  }
}
