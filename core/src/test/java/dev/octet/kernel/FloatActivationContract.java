package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferenceFloatActivation;
import org.junit.jupiter.api.Test;

/** What every {@link FloatActivation} must do. */
public abstract class FloatActivationContract {
  private final Samples samples = Samples.fresh();
  private final FloatActivation reference = new ReferenceFloatActivation();

  /** {@return the kernel under test} */
  protected abstract FloatActivation kernel();

  /** One of the functions, with its parameters. */
  private interface Function {
    void apply(FloatActivation kernel, float[] x, int offset, int n, float[] y, int to);
  }

  @Test
  void clamps() {
    each("clamp", 0, (k, x, o, n, y, to) -> k.clamp(x, o, n, -1.5f, 6f, y, to));
    each("clamp", 0, (k, x, o, n, y, to) -> k.clamp(x, o, n, 0f, 0f, y, to));
  }

  @Test
  void prelu() {
    float[] slopes = samples.normal(100_100, 0.2, 0.3);
    each("prelu", 0, (k, x, o, n, y, to) -> k.prelu(x, o, n, slopes, 7, 1, y, to));
    each("leaky relu", 0, (k, x, o, n, y, to) -> k.prelu(x, o, n, slopes, 7, 0, y, to));
  }

  @Test
  void hardSigmoidAndHardSwish() {
    each("hard sigmoid", 0, (k, x, o, n, y, to) -> k.hardSigmoid(x, o, n, y, to));
    each("hard swish", 0, (k, x, o, n, y, to) -> k.hardSwish(x, o, n, y, to));
  }

  @Test
  void elu() {
    each("elu", 1, (k, x, o, n, y, to) -> k.elu(x, o, n, 1f, 1f, y, to));
    each("celu", 0.25, (k, x, o, n, y, to) -> k.elu(x, o, n, 0.25f, 4f, y, to));
    each("elu", 3, (k, x, o, n, y, to) -> k.elu(x, o, n, 3f, 1f, y, to));
  }

  private void each(String what, double alpha, Function function) {
    for (int n : Samples.lengths()) {
      assertSame(what, alpha, samples.mixed(n), function);
    }
    assertSame(what, alpha, Samples.specials(), function);
    assertSame(what, alpha, samples.anyBits(100_000), function);
    assertSame(what, alpha, samples.uniform(100_000, -8, 8), function);
  }

  private void assertSame(String what, double alpha, float[] values, Function function) {
    int n = values.length;
    float[] expected = new float[n];
    function.apply(reference, values, 0, n, expected, 0);
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    function.apply(kernel(), x.array(), x.offset(), n, y.array(), y.offset());
    for (int i = 0; i < n; i++) {
      if (!FloatTolerance.elu(alpha, expected[i], y.get(i))) {
        fail(
            "%s: %s(%s) gave %s, expected %s (element %d of %d)",
            samples, what, values[i], y.get(i), expected[i], i, n);
      }
    }
    y.assertIntact(what + ", " + samples);
    function.apply(kernel(), x.array(), x.offset(), n, x.array(), x.offset());
    assertThat(x.values()).as("%s in place, n %d, %s", what, n, samples).isEqualTo(y.values());
    x.assertIntact(what + ", " + samples);
  }
}
