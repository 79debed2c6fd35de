package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.FloatBinary.Op;
import dev.octet.kernel.reference.ReferenceFloatBinary;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link FloatBinary} must do. */
public abstract class FloatBinaryContract {
  private final Samples samples = Samples.fresh();
  private final FloatBinary reference = new ReferenceFloatBinary();

  /** {@return the kernel under test} */
  protected abstract FloatBinary kernel();

  @ParameterizedTest
  @EnumSource
  void pairsOfEveryLength(Op op) {
    for (int n : Samples.lengths()) {
      assertApplies(op, samples.mixed(n), 1, samples.mixed(n), 1, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scalarsOnEitherSide(Op op) {
    for (int n : Samples.lengths()) {
      for (float scalar : new float[] {2f, -1.7f, 0.5f, 0f, Float.POSITIVE_INFINITY, Float.NaN}) {
        float[] one = {scalar};
        assertApplies(op, samples.mixed(n), 1, one, 0, n);
        assertApplies(op, one, 0, samples.mixed(n), 1, n);
        assertApplies(op, one, 0, new float[] {0.3f}, 0, n);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyFloats(Op op) {
    assertApplies(op, samples.anyBits(20_000), 1, samples.anyBits(20_000), 1, 20_000);
    assertApplies(op, samples.uniform(20_000, 0, 20), 1, samples.uniform(20_000, -9, 9), 1, 20_000);
  }

  @ParameterizedTest
  @EnumSource
  void inPlaceOfEitherOperand(Op op) {
    for (int n : Samples.lengths()) {
      float[] a = samples.uniform(n, 0.1, 3);
      float[] b = samples.uniform(n, -3, 3);
      float[] expected = new float[n];
      kernel().apply(op, a, 0, 1, b, 0, 1, n, expected, 0);
      Guarded.Floats left = Guarded.Floats.of(samples.offset(), a);
      kernel().apply(op, left.array(), left.offset(), 1, b, 0, 1, n, left.array(), left.offset());
      assertThat(left.values()).as("%s over a, n %d, %s", op, n, samples).isEqualTo(expected);
      left.assertIntact(samples.toString());
      Guarded.Floats right = Guarded.Floats.of(samples.offset(), b);
      kernel()
          .apply(op, a, 0, 1, right.array(), right.offset(), 1, n, right.array(), right.offset());
      assertThat(right.values()).as("%s over b, n %d, %s", op, n, samples).isEqualTo(expected);
      right.assertIntact(samples.toString());
    }
  }

  private void assertApplies(Op op, float[] left, int aStep, float[] right, int bStep, int n) {
    Guarded.Floats a = Guarded.Floats.of(samples.offset(), left);
    Guarded.Floats b = Guarded.Floats.of(samples.offset(), right);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    float[] expected = new float[n];
    reference.apply(op, left, 0, aStep, right, 0, bStep, n, expected, 0);
    kernel()
        .apply(
            op,
            a.array(),
            a.offset(),
            aStep,
            b.array(),
            b.offset(),
            bStep,
            n,
            y.array(),
            y.offset());
    for (int i = 0; i < n; i++) {
      if (!FloatTolerance.binary(op, expected[i], y.get(i))) {
        fail(
            "%s: %s %s %s gave %s, expected %s (element %d of %d, steps %d and %d)",
            samples,
            left[i * aStep],
            op,
            right[i * bStep],
            y.get(i),
            expected[i],
            i,
            n,
            aStep,
            bStep);
      }
    }
    y.assertIntact(samples + ", " + op + ", n " + n);
  }
}
