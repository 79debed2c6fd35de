package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferenceLayerNorm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link LayerNorm} must do. */
public abstract class LayerNormContract {
  private final Samples samples = Samples.fresh();
  private final LayerNorm reference = new ReferenceLayerNorm();

  /** {@return the kernel under test} */
  protected abstract LayerNorm kernel();

  @Test
  void rowsOfEveryLength() {
    for (int n : Samples.lengths()) {
      if (n > 0) {
        float[] x = samples.normal(n, 0.3, 2);
        float[] residual = samples.normal(n, 0, 1);
        float[] gamma = samples.normal(n, 1, 0.3);
        float[] beta = samples.normal(n, 0, 0.3);
        assertRow(x, null, null, null, 1e-5f);
        assertRow(x, residual, null, null, 1e-12f);
        assertRow(x, null, gamma, null, 1e-5f);
        assertRow(x, null, null, beta, 1e-5f);
        assertRow(x, residual, gamma, beta, 1e-12f);
      }
    }
  }

  @Test
  void rowsFarFromZeroKeepTheirDifferences() {
    for (int n : new int[] {2, 17, 64, 100, 384, 1000}) {
      assertRow(samples.normal(n, 1000, 1), null, null, null, 1e-5f);
      assertRow(samples.normal(n, -1e5, 1), null, null, null, 1e-5f);
    }
  }

  @Test
  void equalValuesGiveTheShift() {
    for (int n : new int[] {1, 16, 37, 384}) {
      float[] x = new float[n];
      Arrays.fill(x, 0.3f);
      assertRow(x, null, samples.normal(n, 1, 0.3), samples.normal(n, 0, 1), 1e-5f);
    }
  }

  @Test
  void smallAndLargeValues() {
    for (double magnitude : new double[] {1e-12, 1e-6, 1e6, 1e12}) {
      assertRow(samples.normal(100, 0, magnitude), null, null, null, 1e-5f);
    }
  }

  @Test
  void notANumberSpoilsTheRow() {
    for (int at = 0; at < 70; at++) {
      float[] x = samples.normal(70, 0, 1);
      x[at] = at % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
      assertRow(x, null, null, null, 1e-5f);
    }
  }

  @Test
  void inPlaceOfEitherSummand() {
    for (int n : Samples.lengths()) {
      if (n > 0) {
        float[] x = samples.normal(n, 0, 1);
        float[] residual = samples.normal(n, 0, 1);
        float[] expected = new float[n];
        kernel().row(x, 0, n, residual, 0, null, null, 1e-5f, expected, 0);
        Guarded.Floats y = Guarded.Floats.of(samples.offset(), x);
        kernel()
            .row(y.array(), y.offset(), n, residual, 0, null, null, 1e-5f, y.array(), y.offset());
        assertThat(y.values()).as("over x, n %d, %s", n, samples).isEqualTo(expected);
        y.assertIntact(samples.toString());
        Guarded.Floats r = Guarded.Floats.of(samples.offset(), residual);
        kernel().row(x, 0, n, r.array(), r.offset(), null, null, 1e-5f, r.array(), r.offset());
        assertThat(r.values()).as("over residual, n %d, %s", n, samples).isEqualTo(expected);
        r.assertIntact(samples.toString());
      }
    }
  }

  private void assertRow(float[] values, float[] residual, float[] gamma, float[] beta, float eps) {
    int n = values.length;
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats r = residual == null ? null : Guarded.Floats.of(samples.offset(), residual);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    float[] expected = new float[n];
    reference.row(values, 0, n, residual, 0, gamma, beta, eps, expected, 0);
    kernel()
        .row(
            x.array(),
            x.offset(),
            n,
            r == null ? null : r.array(),
            r == null ? 0 : r.offset(),
            gamma,
            beta,
            eps,
            y.array(),
            y.offset());
    double mean = 0;
    double squares = 0;
    for (int i = 0; i < n; i++) {
      mean += argument(values, residual, i) / n;
    }
    for (int i = 0; i < n; i++) {
      squares += Math.pow(argument(values, residual, i) - mean, 2);
    }
    double deviation = Math.sqrt(squares / n + eps);
    for (int i = 0; i < n; i++) {
      double unit = (argument(values, residual, i) - mean) / deviation;
      double magnitude =
          (1 + Math.abs(unit)) * (gamma == null ? 1 : Math.abs(gamma[i]))
              + (beta == null ? 0 : Math.abs(beta[i]));
      double most = FloatTolerance.layerNorm(n, Math.abs(mean) / deviation, magnitude);
      if (!FloatTolerance.same(expected[i], y.get(i))
          && !(Math.abs((double) expected[i] - y.get(i)) <= most)) {
        fail(
            "%s: element %d of %d: %s gave %s, expected %s",
            samples, i, n, values[i], y.get(i), expected[i]);
      }
    }
    y.assertIntact(samples + ", n " + n);
  }

  private static double argument(float[] values, float[] residual, int i) {
    return residual == null ? values[i] : values[i] + residual[i];
  }
}
