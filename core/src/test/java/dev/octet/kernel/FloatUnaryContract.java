package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.FloatUnary.Op;
import dev.octet.kernel.reference.ReferenceFloatUnary;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link FloatUnary} must do. */
public abstract class FloatUnaryContract {
  private final Samples samples = Samples.fresh();

  /** {@return the kernel under test} */
  protected abstract FloatUnary kernel();

  @ParameterizedTest
  @EnumSource
  void everyLength(Op op) {
    for (int n : Samples.lengths()) {
      assertApplies(op, samples.mixed(n));
    }
  }

  @ParameterizedTest
  @EnumSource
  void allMagnitudes(Op op) {
    assertApplies(op, samples.anyBits(100_000));
    assertApplies(op, samples.uniform(100_000, -1, 1));
    assertApplies(op, samples.uniform(100_000, -8, 8));
    assertApplies(op, samples.uniform(100_000, -110, 110));
  }

  @ParameterizedTest
  @EnumSource
  void specialValues(Op op) {
    assertApplies(op, Samples.specials());
  }

  @ParameterizedTest
  @EnumSource
  void aroundTheSeams(Op op) {
    float[] seams = {
      Approximations.TANH_SMALL,
      Approximations.ERF_SMALL,
      Approximations.TAIL_END,
      (float) (Approximations.TAIL_END / Math.sqrt(2)),
      Approximations.EXP_GREATEST,
      Approximations.EXP_LEAST,
      Approximations.EXP_ZERO,
      Approximations.EXP_LEAST / 2
    };
    float[] x = new float[seams.length * 400];
    for (int i = 0; i < x.length; i++) {
      float seam = Float.intBitsToFloat(Float.floatToRawIntBits(seams[i / 400]) + i % 200 - 100);
      x[i] = i % 400 < 200 ? seam : -seam;
    }
    assertApplies(op, x);
  }

  @ParameterizedTest
  @EnumSource
  void resultsDoNotDependOnThePlace(Op op) {
    float[] x = samples.normal(70, 0, 3);
    float[] all = apply(op, x);
    for (int i = 0; i < x.length; i++) {
      assertThat(apply(op, x[i])).as("%s, element %d, %s", op, i, samples).containsExactly(all[i]);
    }
  }

  @ParameterizedTest
  @EnumSource
  void inPlace(Op op) {
    for (int n : Samples.lengths()) {
      float[] values = samples.normal(n, 0, 3);
      Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
      kernel().apply(op, x.array(), x.offset(), n, x.array(), x.offset());
      assertThat(x.values()).as("%s, n %d, %s", op, n, samples).isEqualTo(apply(op, values));
      x.assertIntact(samples.toString());
    }
  }

  @Test
  void signOfZeroSurvivesOddFunctions() {
    for (Op op : new Op[] {Op.TANH, Op.ERF, Op.SQRT}) {
      assertThat(Float.floatToRawIntBits(apply(op, -0f)[0]))
          .as("%s", op)
          .isEqualTo(Float.floatToRawIntBits(-0f));
    }
  }

  private float[] apply(Op op, float... x) {
    float[] y = new float[x.length];
    kernel().apply(op, x, 0, x.length, y, 0);
    return y;
  }

  private void assertApplies(Op op, float[] values) {
    int n = values.length;
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    kernel().apply(op, x.array(), x.offset(), n, y.array(), y.offset());
    for (int i = 0; i < n; i++) {
      double exact = ReferenceFloatUnary.exact(op, values[i]);
      if (!FloatTolerance.unary(op, values[i], exact, y.get(i))) {
        fail(
            "%s: %s(%s) gave %s, expected %s (element %d of %d)",
            samples, op, values[i], y.get(i), exact, i, n);
      }
    }
    y.assertIntact(samples + ", " + op + ", n " + n);
  }
}
