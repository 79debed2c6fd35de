package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferenceQuantizer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link Quantizer} must do: the reference's integers, bit for bit. */
public abstract class QuantizerContract {
  private final Samples samples = Samples.fresh();
  private final Quantizer reference = new ReferenceQuantizer();

  /** {@return the kernel under test} */
  protected abstract Quantizer kernel();

  /** Scale, zero point and range of integers. */
  private record Grid(float scale, int zeroPoint, int qmin, int qmax) {}

  private static final Grid[] GRIDS = {
    new Grid(0.05f, 120, 0, 255),
    new Grid(0.05f, 0, 0, 255),
    new Grid(0.03f, 255, 0, 255),
    new Grid(0.5f, 64, 0, 127),
    new Grid(0.25f, 0, -128, 127),
    new Grid(0.017f, 0, -127, 127),
    new Grid(0.1f, -128, -128, 127),
    new Grid(0.1f, 127, -128, 127),
    new Grid(Float.MIN_NORMAL, 3, -128, 127),
    new Grid(Float.MAX_VALUE, 3, 0, 255),
  };

  @Test
  void quantizesEveryLength() {
    for (int n : Samples.lengths()) {
      for (Grid grid : GRIDS) {
        assertQuantizes(samples.mixed(n), grid);
      }
    }
  }

  @Test
  void quantizesAnyFloat() {
    for (Grid grid : GRIDS) {
      assertQuantizes(samples.anyBits(50_000), grid);
      assertQuantizes(samples.uniform(50_000, -300.0 * grid.scale(), 300.0 * grid.scale()), grid);
    }
  }

  @Test
  void roundsTiesToEvenEverywhere() {
    for (Grid grid : GRIDS) {
      float[] x = new float[4 * 600 + 3];
      for (int i = 0; i < x.length; i++) {
        x[i] = (i / 4f - 300) * grid.scale();
      }
      assertQuantizes(x, grid);
    }
  }

  @Test
  void specialValuesGoWhereTheyShould() {
    float[] x = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e38f, -1e38f, 0f, -0f, 1e-45f
    };
    byte[] q = new byte[x.length];
    kernel().quantize(x, 0, x.length, 0.1f, 100, 0, 255, q, 0);
    assertThat(q).containsExactly(100, 255, 0, 255, 0, 100, 100, 100);
  }

  @Test
  void fusedSpecialValuesGoWhereTheyShould() {
    float[] x = {
      Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e38f, -1e38f, 0f, -0f, 1e-45f
    };
    byte[] q = new byte[x.length];
    kernel().quantizeFused(x, 0, x.length, 0.1f, 100, 0, 255, q, 0);
    assertThat(q).containsExactly(100, 255, 0, 255, 0, 100, 100, 100);
  }

  /** The two ways to quantize differ here, so neither may stand in for the other. */
  @Test
  void theZeroPointIsInsideOrOutsideOfTheRounding() {
    float[] x = {-0.5f, 0.5f, 1.5f, -0.49999803f};
    byte[] q = new byte[x.length];
    kernel().quantize(x, 0, x.length, 1f, 139, 0, 255, q, 0);
    assertThat(q).containsExactly((byte) 139, (byte) 139, (byte) 141, (byte) 139);
    kernel().quantizeFused(x, 0, x.length, 1f, 139, 0, 255, q, 0);
    assertThat(q).containsExactly((byte) 138, (byte) 140, (byte) 140, (byte) 138);
  }

  /** Either way to quantize. */
  private interface Quantize {
    void run(
        float[] x,
        int offset,
        int n,
        float scale,
        int zeroPoint,
        int qmin,
        int qmax,
        byte[] q,
        int to);
  }

  private void assertQuantizes(float[] values, Grid grid) {
    assertSame("quantize", reference::quantize, kernel()::quantize, values, grid);
    assertSame("quantizeFused", reference::quantizeFused, kernel()::quantizeFused, values, grid);
  }

  private void assertSame(
      String name, Quantize reference, Quantize kernel, float[] values, Grid g) {
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Bytes expected = Guarded.Bytes.of(samples.offset(), new byte[values.length]);
    Guarded.Bytes q = Guarded.Bytes.of(expected.offset(), new byte[values.length]);
    int n = values.length;
    reference.run(
        x.array(),
        x.offset(),
        n,
        g.scale,
        g.zeroPoint,
        g.qmin,
        g.qmax,
        expected.array(),
        q.offset());
    kernel.run(
        x.array(), x.offset(), n, g.scale, g.zeroPoint, g.qmin, g.qmax, q.array(), q.offset());
    for (int i = 0; i < n; i++) {
      if (q.get(i) != expected.get(i)) {
        fail(
            "%s: %s, n %d, %s, element %d: %s (times %s) gave %d, expected %d",
            samples,
            name,
            n,
            g,
            i,
            values[i],
            values[i] * (1f / g.scale),
            q.get(i),
            expected.get(i));
      }
    }
    q.assertIntact(samples + ", n " + n);
  }

  @Test
  void findsLeastAndGreatest() {
    for (int n : Samples.lengths()) {
      assertMinMax(samples.normal(n, 0, 10));
      assertMinMax(samples.normal(n, 20, 1));
      assertMinMax(samples.normal(n, -20, 1));
      assertMinMax(samples.mixed(n));
      assertMinMax(samples.anyBits(n));
    }
  }

  @Test
  void findsTheExtremeAtEveryPlace() {
    for (int at = 0; at < 200; at++) {
      float[] x = samples.uniform(200, -1, 1);
      x[at] = at % 2 == 0 ? 5 : -5;
      x[(at + 77) % 200] = at % 3 == 0 ? Float.NaN : Float.NEGATIVE_INFINITY;
      assertMinMax(x);
    }
  }

  @Test
  void nothingFiniteGivesAnEmptyRange() {
    for (int n : Samples.lengths()) {
      float[] x = new float[n];
      for (int i = 0; i < n; i++) {
        x[i] =
            switch (i % 3) {
              case 0 -> Float.NaN;
              case 1 -> Float.POSITIVE_INFINITY;
              default -> Float.NEGATIVE_INFINITY;
            };
      }
      float[] minMax = new float[2];
      kernel().minMax(x, 0, n, minMax, 0);
      assertThat(minMax)
          .as("n %d", n)
          .containsExactly(Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }
  }

  private void assertMinMax(float[] values) {
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    float[] expected = new float[2];
    reference.minMax(x.array(), x.offset(), x.n(), expected, 0);
    Guarded.Floats minMax = Guarded.Floats.room(samples.offset(), 2);
    kernel().minMax(x.array(), x.offset(), x.n(), minMax.array(), minMax.offset());
    if (minMax.get(0) != expected[0] || minMax.get(1) != expected[1]) {
      fail(
          "%s: n %d: gave %s, expected %s",
          samples, x.n(), Arrays.toString(minMax.values()), Arrays.toString(expected));
    }
    minMax.assertIntact(samples.toString());
  }

  @Test
  void dequantizesEveryLength() {
    for (int n : Samples.lengths()) {
      byte[] values = samples.bytes(n);
      assertDequantizes(values, true, 0.037f, 113);
      assertDequantizes(values, false, 0.037f, -5);
      assertDequantizes(values, true, 1e-37f, 0);
      assertDequantizes(values, false, 1e36f, 127);
    }
  }

  private void assertDequantizes(byte[] values, boolean unsigned, float scale, int zeroPoint) {
    Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), values);
    Guarded.Floats expected = Guarded.Floats.room(samples.offset(), values.length);
    Guarded.Floats x = Guarded.Floats.room(expected.offset(), values.length);
    reference.dequantize(
        q.array(), q.offset(), q.n(), unsigned, scale, zeroPoint, expected.array(), x.offset());
    kernel()
        .dequantize(
            q.array(), q.offset(), q.n(), unsigned, scale, zeroPoint, x.array(), x.offset());
    assertThat(x.values())
        .as("%s, n %d, unsigned %s", samples, q.n(), unsigned)
        .isEqualTo(expected.values());
    x.assertIntact(samples.toString());
  }

  @Test
  void expandsRowsInTwoRoundings() {
    for (int n : Samples.lengths()) {
      for (float bias : new float[] {-1.37f, 0.1f, 3e4f}) {
        Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), samples.bytes(n));
        Guarded.Floats expected = Guarded.Floats.room(samples.offset(), n);
        Guarded.Floats x = Guarded.Floats.room(expected.offset(), n);
        float scale = 0.0173f;
        reference.expandRow(
            q.array(), q.offset(), n, scale, bias, expected.array(), expected.offset());
        kernel().expandRow(q.array(), q.offset(), n, scale, bias, x.array(), x.offset());
        assertThat(x.values()).as("%s, n %d", samples, n).isEqualTo(expected.values());
        x.assertIntact(samples.toString());
      }
    }
  }
}
