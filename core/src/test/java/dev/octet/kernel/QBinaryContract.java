package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.QBinary.Op;
import dev.octet.kernel.QBinary.Params;
import dev.octet.kernel.reference.ReferenceQBinary;
import dev.octet.numerics.ByteParams;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What every {@link QBinary} must do: the reference's integers, bit for bit. */
public abstract class QBinaryContract {
  private final Samples samples = Samples.fresh();
  private final QBinary reference = new ReferenceQBinary();

  /** {@return the kernel under test} */
  protected abstract QBinary kernel();

  @ParameterizedTest
  @EnumSource
  void everyLength(Op op) {
    for (int n : Samples.lengths()) {
      assertApplies(samples.params(op), samples.bytes(n), 1, samples.bytes(n), 1, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void scalarsOnEitherSide(Op op) {
    for (int n : Samples.lengths()) {
      Params p = samples.params(op);
      assertApplies(p, samples.bytes(n), 1, samples.bytes(1), 0, n);
      assertApplies(p, samples.bytes(1), 0, samples.bytes(n), 1, n);
      assertApplies(p, samples.bytes(1), 0, samples.bytes(1), 0, n);
    }
  }

  @ParameterizedTest
  @EnumSource
  void allPairsOfIntegers(Op op) {
    byte[] a = new byte[65536];
    byte[] b = new byte[65536];
    for (int i = 0; i < a.length; i++) {
      a[i] = (byte) i;
      b[i] = (byte) (i >> 8);
    }
    for (int i = 0; i < 40; i++) {
      assertApplies(samples.params(op), a, 1, b, 1, a.length);
    }
    // Powers of two, where many results are ties.
    for (boolean unsigned : new boolean[] {true, false}) {
      ByteParams half = new ByteParams(0.5f, unsigned ? 101 : -3, unsigned);
      ByteParams one = new ByteParams(1f, unsigned ? 77 : 12, unsigned);
      assertApplies(Params.of(op, half, half, one), a, 1, b, 1, a.length);
      assertApplies(Params.of(op, half, one, one).relu(), a, 1, b, 1, a.length);
    }
  }

  @ParameterizedTest
  @EnumSource
  void extremeValuesAndScales(Op op) {
    float[] scales = {Float.MIN_NORMAL, 1e-20f, 1f, 1e20f, Float.MAX_VALUE};
    for (float sa : scales) {
      for (float sb : scales) {
        for (float sy : scales) {
          for (byte value : new byte[] {0, -128, 127, -1}) {
            Params p =
                Params.of(
                    op,
                    new ByteParams(sa, 255, true),
                    new ByteParams(sb, -128, false),
                    new ByteParams(sy, 7, true));
            byte[] same = new byte[67];
            Arrays.fill(same, value);
            assertApplies(p, same, 1, samples.bytes(67), 1, 67);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void inPlaceOfEitherOperand(Op op) {
    for (int n : Samples.lengths()) {
      Params p = samples.params(op);
      byte[] a = samples.bytes(n);
      byte[] b = samples.bytes(n);
      byte[] expected = new byte[n];
      reference.apply(p, a, 0, 1, b, 0, 1, n, expected, 0);
      Guarded.Bytes left = Guarded.Bytes.of(samples.offset(), a);
      kernel().apply(p, left.array(), left.offset(), 1, b, 0, 1, n, left.array(), left.offset());
      assertThat(left.values()).as("%s over a, n %d, %s", p, n, samples).isEqualTo(expected);
      left.assertIntact(samples.toString());
      Guarded.Bytes right = Guarded.Bytes.of(samples.offset(), b);
      kernel()
          .apply(p, a, 0, 1, right.array(), right.offset(), 1, n, right.array(), right.offset());
      assertThat(right.values()).as("%s over b, n %d, %s", p, n, samples).isEqualTo(expected);
      right.assertIntact(samples.toString());
    }
  }

  @Test
  void byHand() {
    ByteParams a = new ByteParams(0.5f, 10, true);
    ByteParams b = new ByteParams(0.25f, -4, false);
    ByteParams y = new ByteParams(1f, 100, true);
    byte[] left = {12, 12, 0, -1, 10};
    byte[] right = {-4, 0, -4, 127, -4};
    byte[] out = new byte[5];
    // 1 + 0, 1 + 1, -5 + 0, 122.5 + 32.75, 0 + 0
    kernel().apply(Params.of(Op.ADD, a, b, y), left, 0, 1, right, 0, 1, 5, out, 0);
    assertThat(out).containsExactly(101, 102, 95, 255, 100);
    kernel().apply(Params.of(Op.ADD, a, b, y).relu(), left, 0, 1, right, 0, 1, 5, out, 0);
    assertThat(out).containsExactly(101, 102, 100, 255, 100);
    // 1 * 0, 1 * 1, -5 * 0, 122.5 * 32.75, 0 * 0
    kernel().apply(Params.of(Op.MUL, a, b, y), left, 0, 1, right, 0, 1, 5, out, 0);
    assertThat(out).containsExactly(100, 101, 100, 255, 100);
  }

  private void assertApplies(Params p, byte[] left, int aStep, byte[] right, int bStep, int n) {
    Guarded.Bytes a = Guarded.Bytes.of(samples.offset(), left);
    Guarded.Bytes b = Guarded.Bytes.of(samples.offset(), right);
    Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
    byte[] expected = new byte[n];
    reference.apply(p, left, 0, aStep, right, 0, bStep, n, expected, 0);
    kernel()
        .apply(
            p,
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
      if (y.get(i) != expected[i]) {
        fail(
            "%s: %s, steps %d and %d, element %d of %d: %d and %d gave %d, expected %d",
            samples,
            p,
            aStep,
            bStep,
            i,
            n,
            left[i * aStep],
            right[i * bStep],
            y.get(i),
            expected[i]);
      }
    }
    y.assertIntact(samples + ", n " + n);
  }
}
