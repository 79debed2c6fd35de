package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.kernel.reference.ReferenceFloatNorm;
import org.junit.jupiter.api.Test;

/** What every {@link FloatNorm} must do. */
public abstract class FloatNormContract {
  private final Samples samples = Samples.fresh();
  private final FloatNorm reference = new ReferenceFloatNorm();

  /** {@return the kernel under test} */
  protected abstract FloatNorm kernel();

  @Test
  void sumsOfEveryLength() {
    for (int n : Samples.lengths()) {
      for (float[] values : new float[][] {samples.normal(n, 0, 1), samples.normal(n, -1e4, 1)}) {
        Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
        double[] expected = new double[2];
        double[] sums = {5, -1, -1, 7};
        reference.sums(values, 0, n, expected, 0);
        kernel().sums(x.array(), x.offset(), n, sums, 1);
        double magnitudes = 0;
        for (float v : values) {
          magnitudes += Math.abs(v);
        }
        String what = "n " + n + ", " + samples;
        assertThat(sums[0]).as(what).isEqualTo(5);
        assertThat(sums[1]).as(what).isCloseTo(expected[0], within(n * 0x1p-52 * magnitudes));
        assertThat(sums[2]).as(what).isCloseTo(expected[1], within(n * 0x1p-52 * expected[1]));
        assertThat(sums[3]).as(what).isEqualTo(7);
      }
    }
  }

  @Test
  void addsSumsOfChannels() {
    for (int n : Samples.lengths()) {
      double[] sums = new double[n + 1];
      double[] squares = new double[n + 1];
      double[] expectedSums = new double[n + 1];
      double[] expectedSquares = new double[n + 1];
      for (int times = 0; times < 3; times++) {
        Guarded.Floats x = Guarded.Floats.of(samples.offset(), samples.normal(n, 3, 1));
        reference.addSums(x.array(), x.offset(), n, expectedSums, expectedSquares);
        kernel().addSums(x.array(), x.offset(), n, sums, squares);
      }
      assertThat(sums).as("n %d, %s", n, samples).containsExactly(expectedSums, within(1e-13));
      assertThat(squares)
          .as("n %d, %s", n, samples)
          .containsExactly(expectedSquares, within(1e-12));
    }
  }

  @Test
  void mapsEveryLength() {
    for (int n : Samples.lengths()) {
      for (int step = 0; step < 2; step++) {
        float[] values = samples.mixed(n);
        float[] factor = samples.normal(n + 3, 1, 1);
        float[] shift = samples.normal(n + 3, 0, 1);
        float[] expected = new float[n];
        reference.apply(values, 0, n, 0.3f, factor, shift, 3, step, expected, 0);
        Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
        Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
        String what = "n " + n + ", step " + step + ", " + samples;
        kernel()
            .apply(x.array(), x.offset(), n, 0.3f, factor, shift, 3, step, y.array(), y.offset());
        assertThat(y.values()).as(what).isEqualTo(expected);
        y.assertIntact(what);
        kernel()
            .apply(x.array(), x.offset(), n, 0.3f, factor, shift, 3, step, x.array(), x.offset());
        assertThat(x.values()).as("in place, " + what).isEqualTo(expected);
        x.assertIntact(what);
      }
    }
  }
}
