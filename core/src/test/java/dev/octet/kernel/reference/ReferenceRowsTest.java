package dev.octet.kernel.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary.Op;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oracle itself, against tables and closed forms. */
class ReferenceRowsTest {
  /** Abramowitz and Stegun, tables 4.4, 4.15, 7.1 and 26.1. */
  @ParameterizedTest
  @CsvSource({
    "EXP, 1, 2.71828182846",
    "EXP, -0.5, 0.606530659713",
    "EXP, 0, 1",
    "TANH, 0.5, 0.46211715726",
    "TANH, -2, -0.964027580076",
    "SIGMOID, 0, 0.5",
    "SIGMOID, 1, 0.73105857863",
    "SIGMOID, -3, 0.04742587318",
    "ERF, 0.5, 0.5204998778",
    "ERF, -1, -0.8427007929",
    "ERF, 2, 0.9953222650",
    "ERF, 3, 0.9999779095",
    "GELU, 1, 0.841344746069",
    "GELU, -1, -0.158655253931",
    "GELU, -3, -0.004049694094",
    "GELU, 4, 3.999873315",
    "SQRT, 2, 1.41421356237",
    "RECIPROCAL, 3, 0.33333333333",
    "RELU, -3, 0",
    "RELU, 3, 3",
    "ABS, -3, 3",
    "NEG, 3, -3"
  })
  void knownValues(Op op, float x, double expected) {
    float[] y = new float[1];
    new ReferenceFloatUnary().apply(op, new float[] {x}, 0, 1, y, 0);
    assertThat((double) y[0]).isCloseTo(expected, within(Math.abs(expected) * 1e-7));
  }

  @Test
  void infinitiesAndNaN() {
    float[] x = {Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY, Float.NaN};
    float[] y = new float[3];
    new ReferenceFloatUnary().apply(Op.GELU, x, 0, 3, y, 0);
    assertThat(y).containsExactly(0f, Float.POSITIVE_INFINITY, Float.NaN);
    new ReferenceFloatUnary().apply(Op.ERF, x, 0, 3, y, 0);
    assertThat(y).containsExactly(-1f, 1f, Float.NaN);
    new ReferenceFloatUnary().apply(Op.SIGMOID, x, 0, 3, y, 0);
    assertThat(y).containsExactly(0f, 1f, Float.NaN);
  }

  @Test
  void binaryWithScalars() {
    float[] y = new float[3];
    float[] a = {9, 1, 4};
    float[] b = {0, 2};
    new ReferenceFloatBinary().apply(FloatBinary.Op.POW, a, 0, 1, b, 1, 0, 3, y, 0);
    assertThat(y).containsExactly(81f, 1f, 16f);
    new ReferenceFloatBinary().apply(FloatBinary.Op.DIV, a, 0, 0, b, 0, 1, 2, y, 0);
    assertThat(y).containsExactly(Float.POSITIVE_INFINITY, 4.5f, 16f);
  }

  @Test
  void softmaxOfLogarithms() {
    float[] x = {(float) Math.log(1), (float) Math.log(2), (float) Math.log(5)};
    float[] y = new float[3];
    new ReferenceSoftmax().row(x, 0, 3, 1f, null, 0, y, 0);
    assertThat(y).containsExactly(new float[] {0.125f, 0.25f, 0.625f}, within(1e-7f));
  }

  @Test
  void layerNormOfAProgression() {
    // 1, 3, 5, 7: mean 4, variance 5; eps 4 makes the deviation 3.
    float[] y = new float[4];
    float[] gamma = {1, 1, 3, 1};
    float[] beta = {0, 0, 0, 10};
    new ReferenceLayerNorm()
        .row(new float[] {1, 2, 5, 7}, 0, 4, new float[] {0, 1, 0, 0}, 0, gamma, beta, 4f, y, 0);
    assertThat(y).containsExactly(new float[] {-1f, -1f / 3, 1f, 11f}, within(1e-6f));
  }

  @Test
  void quantizerByHand() {
    ReferenceQuantizer q = new ReferenceQuantizer();
    byte[] out = new byte[5];
    q.quantize(new float[] {0.25f, 0.75f, -1f, 100f, Float.NaN}, 0, 5, 0.5f, 10, 0, 255, out, 0);
    assertThat(out).containsExactly(10, 12, 8, 210, 10);
    float[] x = new float[2];
    q.dequantize(new byte[] {-1, 5}, 0, 2, true, 0.5f, 10, x, 0);
    assertThat(x).containsExactly(122.5f, -2.5f);
    q.dequantize(new byte[] {-1, 5}, 0, 2, false, 0.5f, 10, x, 0);
    assertThat(x).containsExactly(-5.5f, -2.5f);
    q.expandRow(new byte[] {-1, 5}, 0, 2, 0.5f, -1f, x, 0);
    assertThat(x).containsExactly(126.5f, 1.5f);
    q.minMax(new float[] {3, Float.NaN, -7, Float.NEGATIVE_INFINITY}, 0, 4, x, 0);
    assertThat(x).containsExactly(-7f, 3f);
  }
}
