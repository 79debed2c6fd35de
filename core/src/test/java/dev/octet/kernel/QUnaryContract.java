package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.reference.ReferenceQUnary;
import dev.octet.numerics.ByteParams;
import org.junit.jupiter.api.Test;

/** What every {@link QUnary} must do: the reference's integers, bit for bit. */
public abstract class QUnaryContract {
  private final Samples samples = Samples.fresh();
  private final QUnary reference = new ReferenceQUnary();

  /** {@return the kernel under test} */
  protected abstract QUnary kernel();

  /** One of the functions, with its parameters. */
  private interface Function {
    void apply(QUnary kernel, byte[] q, int offset, int n, byte[] y, int to);
  }

  @Test
  void clampsEveryLength() {
    for (int n : Samples.lengths()) {
      for (int[] limits : new int[][] {{0, 255}, {120, 255}, {0, 17}, {100, 200}, {128, 128}}) {
        assertSame(
            "clamp u8 " + limits[0] + " " + limits[1],
            samples.bytes(n),
            (k, q, o, m, y, to) -> k.clamp(q, o, m, true, limits[0], limits[1], y, to));
        assertSame(
            "clamp s8 " + limits[0] + " " + limits[1],
            samples.bytes(n),
            (k, q, o, m, y, to) ->
                k.clamp(q, o, m, false, limits[0] - 128, limits[1] - 128, y, to));
      }
    }
  }

  @Test
  void looksUpEveryLength() {
    for (int n : Samples.lengths()) {
      byte[] table = samples.bytes(256);
      assertSame(
          "lookup", samples.bytes(n), (k, q, o, m, y, to) -> k.lookup(q, o, m, table, y, to));
    }
  }

  @Test
  void looksUpEveryByte() {
    byte[] all = allBytes();
    byte[] table = new byte[256];
    for (int i = 0; i < 256; i++) {
      table[i] = (byte) (i * 73 + 19);
    }
    assertSame("lookup", all, (k, q, o, m, y, to) -> k.lookup(q, o, m, table, y, to));
  }

  @Test
  void rescalesEveryLength() {
    for (int n : Samples.lengths()) {
      ByteParams x = samples.byteParams();
      ByteParams y = samples.byteParams();
      assertSame(
          x + " to " + y,
          samples.bytes(n),
          (k, q, o, m, out, to) -> k.rescale(q, o, m, x, y, out, to));
    }
  }

  @Test
  void rescalesEveryByte() {
    byte[] all = allBytes();
    for (int i = 0; i < 300; i++) {
      ByteParams x = samples.byteParams();
      ByteParams y = samples.byteParams();
      assertSame(x + " to " + y, all, (k, q, o, m, out, to) -> k.rescale(q, o, m, x, y, out, to));
    }
    float[] scales = {Float.MIN_NORMAL, 0.25f, 0.5f, 1f, Float.MAX_VALUE};
    for (float from : scales) {
      for (float into : scales) {
        ByteParams x = new ByteParams(from, 3, true);
        ByteParams y = new ByteParams(into, -128, false);
        assertSame(x + " to " + y, all, (k, q, o, m, out, to) -> k.rescale(q, o, m, x, y, out, to));
      }
    }
  }

  /** u8 to s8 at the same scale and a zero point less by 128 only turns the first bit. */
  @Test
  void convertsBetweenSigns() {
    byte[] all = allBytes();
    byte[] y = new byte[256];
    kernel()
        .rescale(
            all, 0, 256, new ByteParams(0.1f, 130, true), new ByteParams(0.1f, 2, false), y, 0);
    for (int i = 0; i < 256; i++) {
      assertThat(y[i]).as("of %d", i).isEqualTo((byte) (i - 128));
    }
  }

  @Test
  void preluOfEveryLength() {
    for (int n : Samples.lengths()) {
      ByteParams x = samples.byteParams();
      ByteParams y = samples.byteParams();
      float positive = x.scale() / y.scale();
      Guarded.Floats slopes = Guarded.Floats.of(samples.offset(), samples.normal(n, 0.2, 0.3));
      assertSame(
          "prelu of " + x + " to " + y,
          samples.bytes(n),
          (k, q, o, m, out, to) ->
              k.prelu(q, o, m, x, positive, slopes.array(), slopes.offset(), 1, out, to, y));
      float[] one = samples.normal(1, 0.01, 0.1);
      assertSame(
          "leaky relu of " + x + " to " + y,
          samples.bytes(n),
          (k, q, o, m, out, to) -> k.prelu(q, o, m, x, positive, one, 0, 0, out, to, y));
    }
  }

  @Test
  void preluOfEveryByteAndAnySlope() {
    byte[] all = allBytes();
    for (float slope : Samples.specials()) {
      ByteParams x = samples.byteParams();
      ByteParams y = samples.byteParams();
      for (float positive : new float[] {0f, 1f, 0.5f, 1e30f, Float.POSITIVE_INFINITY}) {
        float[] slopes = {slope};
        assertSame(
            "prelu " + positive + " and " + slope + " of " + x + " to " + y,
            all,
            (k, q, o, m, out, to) -> k.prelu(q, o, m, x, positive, slopes, 0, 0, out, to, y));
      }
    }
  }

  private static byte[] allBytes() {
    byte[] all = new byte[256];
    for (int i = 0; i < 256; i++) {
      all[i] = (byte) i;
    }
    return all;
  }

  /** Compares out of place and in place. */
  private void assertSame(String what, byte[] values, Function function) {
    int n = values.length;
    byte[] expected = new byte[n];
    function.apply(reference, values, 0, n, expected, 0);
    Guarded.Bytes q = Guarded.Bytes.of(samples.offset(), values);
    Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
    function.apply(kernel(), q.array(), q.offset(), n, y.array(), y.offset());
    assertThat(y.values()).as("%s, n %d, %s", what, n, samples).isEqualTo(expected);
    y.assertIntact(what + ", " + samples);
    function.apply(kernel(), q.array(), q.offset(), n, q.array(), q.offset());
    assertThat(q.values()).as("%s in place, n %d, %s", what, n, samples).isEqualTo(expected);
    q.assertIntact(what + ", " + samples);
  }
}
