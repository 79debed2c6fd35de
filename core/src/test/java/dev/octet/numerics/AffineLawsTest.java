package dev.octet.numerics;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;

/**
 * Laws of the normative arithmetic over scales from 1e-37 to 1e35. Failures are not shrunk: jqwik
 * takes minutes to shrink a float.
 */
class AffineLawsTest {
  /** Scale, zero point and type's range. */
  record Grid(float scale, int zeroPoint, int qmin, int qmax) {}

  @Provide
  Arbitrary<Grid> grids() {
    Arbitrary<Float> scales =
        Arbitraries.doubles().between(-37, 35).map(exponent -> (float) Math.pow(10, exponent));
    Arbitrary<Boolean> signed = Arbitraries.of(true, false);
    return Combinators.combine(scales, Arbitraries.integers().between(0, 255), signed)
        .as((s, z, neg) -> neg ? new Grid(s, z - 128, -128, 127) : new Grid(s, z, 0, 255));
  }

  /** Finite ones of all magnitudes. */
  @Provide
  Arbitrary<Float> floats() {
    return Arbitraries.integers().map(Float::intBitsToFloat).filter(Float::isFinite);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void integersComeBack(@ForAll("grids") Grid g, @ForAll @IntRange(max = 255) int step) {
    int q = g.qmin + step;
    float x = Affine.dequantize(q, g.scale, g.zeroPoint);
    assertThat(Affine.quantize(x, g.scale, g.zeroPoint, g.qmin, g.qmax)).isEqualTo(q);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void realsComeBackWithinHalfAStep(
      @ForAll("grids") Grid g, @ForAll @FloatRange(min = 0, max = 1) float share) {
    double least = (double) g.scale * (g.qmin - g.zeroPoint);
    double greatest = (double) g.scale * (g.qmax - g.zeroPoint);
    float x = (float) (least + share * (greatest - least));
    int q = Affine.quantize(x, g.scale, g.zeroPoint, g.qmin, g.qmax);
    double error = Math.abs((double) x - Affine.dequantize(q, g.scale, g.zeroPoint));
    // Half a step, and the roundings of numbers up to 255 steps.
    assertThat(error / g.scale).isLessThanOrEqualTo(0.5 + 255 * 0x1p-22);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void neverLeavesTheRangeAndNeverTurnsBack(
      @ForAll("grids") Grid g, @ForAll("floats") float a, @ForAll("floats") float b) {
    int low = Affine.quantize(Math.min(a, b), g.scale, g.zeroPoint, g.qmin, g.qmax);
    int high = Affine.quantize(Math.max(a, b), g.scale, g.zeroPoint, g.qmin, g.qmax);
    assertThat(low).isBetween(g.qmin, g.qmax).isLessThanOrEqualTo(high);
    assertThat(high).isLessThanOrEqualTo(g.qmax);
  }

  @Property(tries = 5000, shrinking = ShrinkingMode.OFF)
  void chosenParametersFit(
      @ForAll("floats") float a, @ForAll("floats") float b, @ForAll boolean symmetric) {
    float min = Math.min(a, b);
    float max = Math.max(a, b);
    for (int qmin : new int[] {0, -128}) {
      ChooseQParams p = ChooseQParams.of(min, max, qmin, qmin + 255, symmetric);
      assertThat(p.scale()).isBetween(6.1e-5f, Float.MAX_VALUE);
      assertThat(p.zeroPoint()).isBetween(qmin, qmin + 255);
      int zero = Affine.quantize(0f, p.scale(), p.zeroPoint(), qmin, qmin + 255);
      assertThat(zero).isEqualTo(p.zeroPoint());
    }
  }
}
