package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferenceSoftmax;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link Softmax} must do. */
public abstract class SoftmaxContract {
  /** What exporters of BERT put where a key is masked: the least float. */
  private static final float BERT_MASK = -3.4028235e38f;

  private final Samples samples = Samples.fresh();
  private final Softmax reference = new ReferenceSoftmax();

  /** {@return the kernel under test} */
  protected abstract Softmax kernel();

  @Test
  void rowsOfEveryLength() {
    for (int n : Samples.lengths()) {
      if (n > 0) {
        assertRow(samples.normal(n, 0, 5), 1f, null);
        assertRow(samples.normal(n, -300, 40), 0.125f, null);
        assertRow(samples.normal(n, 0, 5), 0.17677669f, samples.normal(n, 0, 1));
        assertRow(new float[n], 1f, null);
      }
    }
  }

  @Test
  void maskedByInfinityOrByTheLeastFloat() {
    for (float mask : new float[] {Float.NEGATIVE_INFINITY, BERT_MASK, -10_000f}) {
      for (int n : Samples.lengths()) {
        for (int kept = 1; kept <= n; kept += 1 + n / 5) {
          float[] addend = new float[n];
          Arrays.fill(addend, kept, n, mask);
          assertRow(samples.normal(n, 0, 5), 0.125f, addend);
        }
      }
    }
  }

  @Test
  void maskedPlacesAreExactlyZero() {
    float[] addend = new float[50];
    Arrays.fill(addend, 20, 50, BERT_MASK);
    float[] y = new float[50];
    kernel().row(samples.normal(50, 0, 1), 0, 50, 1f, addend, 0, y, 0);
    assertThat(Arrays.copyOfRange(y, 20, 50)).as("%s", samples).containsOnly(0f);
  }

  @Test
  void aWhollyMaskedRowIsEvenOrNaN() {
    for (int n : new int[] {1, 7, 16, 37, 128}) {
      float[] addend = new float[n];
      Arrays.fill(addend, BERT_MASK);
      assertRow(samples.normal(n, 0, 1), 1f, addend);
      Arrays.fill(addend, Float.NEGATIVE_INFINITY);
      assertRow(samples.normal(n, 0, 1), 1f, addend);
    }
  }

  @Test
  void notANumberAnywhereSpoilsTheRow() {
    for (int at = 0; at < 70; at++) {
      float[] x = samples.normal(70, 0, 1);
      x[at] = at % 2 == 0 ? Float.NaN : Float.POSITIVE_INFINITY;
      assertRow(x, 1f, null);
    }
  }

  @Test
  void extremeValues() {
    float[] x = samples.normal(70, 0, 1);
    x[3] = Float.MAX_VALUE;
    x[40] = -Float.MAX_VALUE;
    assertRow(x, 1f, null);
    assertRow(samples.normal(70, 1e6, 1), 1f, null);
    assertRow(samples.uniform(70, -100, 0), 1f, null);
  }

  @Test
  void inPlace() {
    for (int n : Samples.lengths()) {
      if (n > 0) {
        float[] values = samples.normal(n, 0, 5);
        float[] expected = new float[n];
        kernel().row(values, 0, n, 0.5f, null, 0, expected, 0);
        Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
        kernel().row(x.array(), x.offset(), n, 0.5f, null, 0, x.array(), x.offset());
        assertThat(x.values()).as("n %d, %s", n, samples).isEqualTo(expected);
        x.assertIntact(samples.toString());
      }
    }
  }

  private void assertRow(float[] values, float scale, float[] mask) {
    int n = values.length;
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats addend = mask == null ? null : Guarded.Floats.of(samples.offset(), mask);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    float[] expected = new float[n];
    reference.row(values, 0, n, scale, mask, 0, expected, 0);
    kernel()
        .row(
            x.array(),
            x.offset(),
            n,
            scale,
            addend == null ? null : addend.array(),
            addend == null ? 0 : addend.offset(),
            y.array(),
            y.offset());
    float greatest = Float.NEGATIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      greatest = Math.max(greatest, argument(values, scale, mask, i));
    }
    for (int i = 0; i < n; i++) {
      double below = (double) greatest - argument(values, scale, mask, i);
      if (!FloatTolerance.softmax(n, below, expected[i], y.get(i))) {
        fail(
            "%s: element %d of %d: argument %s gave %s, expected %s",
            samples, i, n, values[i], y.get(i), expected[i]);
      }
    }
    y.assertIntact(samples + ", n " + n);
  }

  private static float argument(float[] values, float scale, float[] mask, int i) {
    float scaled = values[i] * scale;
    return mask == null ? scaled : scaled + mask[i];
  }
}
