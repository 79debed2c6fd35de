package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.reference.ReferenceQNorm;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link QNorm} must do: the reference's integers, bit for bit. */
public abstract class QNormContract {
  private final Samples samples = Samples.fresh();
  private final QNorm reference = new ReferenceQNorm();

  /** {@return the kernel under test} */
  protected abstract QNorm kernel();

  @Test
  void sumsOfEveryLength() {
    for (int n : Samples.lengths()) {
      assertSums(samples.bytes(n));
    }
  }

  @Test
  void sumsOfExtremesAreExact() {
    for (int n : new int[] {33_024, 33_025, 33_026, 100_003}) {
      for (byte value : new byte[] {-1, -128, 127}) {
        byte[] q = new byte[n];
        Arrays.fill(q, value);
        assertSums(q);
      }
    }
    long[] sums = new long[2];
    byte[] most = new byte[100_003];
    Arrays.fill(most, (byte) 255);
    kernel().sums(most, 0, most.length, true, sums, 0);
    assertThat(sums).containsExactly(100_003L * 255, 100_003L * 65_025);
  }

  private void assertSums(byte[] values) {
    Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), values);
    for (boolean unsigned : new boolean[] {true, false}) {
      long[] expected = {5, 0, 0, 7};
      long[] sums = {5, -1, -1, 7};
      reference.sums(q.array(), q.offset(), q.n(), unsigned, expected, 1);
      kernel().sums(q.array(), q.offset(), q.n(), unsigned, sums, 1);
      assertThat(sums).as("n %d, unsigned %s, %s", q.n(), unsigned, samples).isEqualTo(expected);
    }
  }

  @Test
  void addsSumsOfChannels() {
    for (int n : Samples.lengths()) {
      for (boolean unsigned : new boolean[] {true, false}) {
        int[] sums = new int[n + 1];
        int[] squares = new int[n + 1];
        int[] expectedSums = new int[n + 1];
        int[] expectedSquares = new int[n + 1];
        for (int times = 0; times < 3; times++) {
          Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), samples.bytes(n));
          reference.addSums(q.array(), q.offset(), n, unsigned, expectedSums, expectedSquares);
          kernel().addSums(q.array(), q.offset(), n, unsigned, sums, squares);
        }
        assertThat(sums).as("n %d, %s", n, samples).isEqualTo(expectedSums);
        assertThat(squares).as("n %d, %s", n, samples).isEqualTo(expectedSquares);
      }
    }
  }

  @Test
  void sumsHoldAsManyAsPromised() {
    byte[] most = new byte[37];
    Arrays.fill(most, (byte) 255);
    int[] sums = new int[37];
    int[] squares = new int[37];
    for (int i = 0; i < QNorm.MOST_ADDED; i++) {
      kernel().addSums(most, 0, 37, true, sums, squares);
    }
    assertThat(sums).containsOnly(255 * QNorm.MOST_ADDED);
    assertThat(squares).containsOnly(65_025 * QNorm.MOST_ADDED);
  }

  @Test
  void mapsEveryLength() {
    for (int n : Samples.lengths()) {
      assertApplies(
          samples.bytes(n), samples.normal(n + 3, 0.5, 0.4), samples.normal(n + 3, 0, 40), 130);
    }
  }

  @Test
  void mapsWithAnyFloats() {
    for (int i = 0; i < 30; i++) {
      assertApplies(samples.bytes(200), samples.mixed(203), samples.mixed(203), 0);
      assertApplies(samples.bytes(200), samples.anyBits(203), samples.anyBits(203), 255);
    }
  }

  private void assertApplies(byte[] values, float[] factor, float[] shift, int zeroPoint) {
    int n = values.length;
    for (boolean unsigned : new boolean[] {true, false}) {
      for (int step = 0; step < 2; step++) {
        float center = samples.uniform(1, -128, 255)[0];
        float rowFactor = step == 0 ? 1f : 0.37f;
        int lo = n % 2 == 0 ? 0 : zeroPoint;
        byte[] expected = new byte[n];
        reference.apply(
            values, 0, n, unsigned, center, rowFactor, factor, shift, 3, step, expected, 0,
            zeroPoint, lo, 255);
        Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), values);
        Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
        String what =
            "n " + n + ", unsigned " + unsigned + ", step " + step + ", " + center + ", " + samples;
        kernel()
            .apply(
                q.array(),
                q.offset(),
                n,
                unsigned,
                center,
                rowFactor,
                factor,
                shift,
                3,
                step,
                y.array(),
                y.offset(),
                zeroPoint,
                lo,
                255);
        assertThat(y.values()).as(what).isEqualTo(expected);
        y.assertIntact(what);
        kernel()
            .apply(
                q.array(),
                q.offset(),
                n,
                unsigned,
                center,
                rowFactor,
                factor,
                shift,
                3,
                step,
                q.array(),
                q.offset(),
                zeroPoint,
                lo,
                255);
        assertThat(q.values()).as("in place, " + what).isEqualTo(expected);
        q.assertIntact(what);
      }
    }
  }
}
