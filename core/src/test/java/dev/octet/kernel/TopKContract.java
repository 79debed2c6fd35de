package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.reference.ReferenceTopK;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** What every {@link TopK} must do. */
public abstract class TopKContract {
  private final Samples samples = Samples.fresh();
  private final TopK reference = new ReferenceTopK();

  /** {@return the kernel under test} */
  protected abstract TopK kernel();

  @Test
  void bytesOfEveryLength() {
    for (int n : Samples.lengths()) {
      for (int k : new int[] {0, 1, 2, n / 3, n - 1, n}) {
        if (k >= 0 && k <= n) {
          assertBytes(samples.bytes(n), k);
        }
      }
    }
  }

  @Test
  void equalBytesKeepTheirOrder() {
    byte[] same = new byte[100];
    Arrays.fill(same, (byte) -128);
    assertBytes(same, 40);
    same[77] = 127;
    assertBytes(same, 40);
  }

  @Test
  void floatsOfEveryLength() {
    for (int n : Samples.lengths()) {
      for (int k : new int[] {0, 1, 2, n / 3, n - 1, n}) {
        if (k >= 0 && k <= n) {
          assertFloats(samples.normal(n, 0, 1), k);
          assertFloats(samples.mixed(n), k);
          assertFloats(samples.anyBits(n), k);
        }
      }
    }
  }

  @Test
  void sortedFloats() {
    float[] rising = new float[1000];
    float[] falling = new float[1000];
    for (int i = 0; i < 1000; i++) {
      rising[i] = i - i % 3;
      falling[i] = i % 3 - i;
    }
    assertFloats(rising, 10);
    assertFloats(falling, 500);
  }

  @Test
  void byHand() {
    byte[] values = new byte[2];
    int[] indices = new int[2];
    kernel().bytes(new byte[] {5, -1, 7, -1}, 0, 4, true, true, 2, values, indices, 0);
    assertThat(values).containsExactly(-1, -1);
    assertThat(indices).containsExactly(1, 3);
    kernel().bytes(new byte[] {5, -1, 7, -1}, 0, 4, false, true, 2, values, indices, 0);
    assertThat(values).containsExactly(7, 5);
    assertThat(indices).containsExactly(2, 0);
    float[] floats = new float[2];
    float[] x = {-0f, Float.NaN, 0f, Float.POSITIVE_INFINITY, -1f};
    kernel().floats(x, 0, 5, true, 2, floats, indices, 0);
    assertThat(indices).containsExactly(1, 3);
    kernel().floats(x, 0, 5, false, 2, floats, indices, 0);
    assertThat(indices).containsExactly(4, 0);
  }

  private void assertBytes(byte[] values, int k) {
    int n = values.length;
    for (int form = 0; form < 4; form++) {
      boolean unsigned = form % 2 == 0;
      boolean greatest = form / 2 == 0;
      byte[] expected = new byte[k];
      int[] expectedIndices = new int[k];
      reference.bytes(values, 0, n, unsigned, greatest, k, expected, expectedIndices, 0);
      Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), values);
      Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[k]);
      int[] indices = new int[y.array().length];
      kernel()
          .bytes(q.array(), q.offset(), n, unsigned, greatest, k, y.array(), indices, y.offset());
      String what = k + " of " + n + ", form " + form + ", " + samples;
      assertThat(y.values()).as(what).isEqualTo(expected);
      assertThat(Arrays.copyOfRange(indices, y.offset(), y.offset() + k))
          .as(what)
          .isEqualTo(expectedIndices);
      y.assertIntact(what);
    }
  }

  private void assertFloats(float[] values, int k) {
    int n = values.length;
    for (boolean greatest : new boolean[] {true, false}) {
      float[] expected = new float[k];
      int[] expectedIndices = new int[k];
      reference.floats(values, 0, n, greatest, k, expected, expectedIndices, 0);
      Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
      Guarded.Floats y = Guarded.Floats.room(samples.offset(), k);
      int[] indices = new int[y.array().length];
      kernel().floats(x.array(), x.offset(), n, greatest, k, y.array(), indices, y.offset());
      String what = k + " of " + n + ", greatest " + greatest + ", " + samples;
      assertThat(Arrays.copyOfRange(indices, y.offset(), y.offset() + k))
          .as(what)
          .isEqualTo(expectedIndices);
      assertThat(y.values()).as(what).isEqualTo(expected);
      y.assertIntact(what);
    }
  }
}
