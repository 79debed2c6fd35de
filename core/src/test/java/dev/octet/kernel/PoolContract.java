package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferencePool;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Pool} must do: the reference's integers and floats, bit for bit. */
public abstract class PoolContract {
  private static final int[] CHANNELS = {
    1, 2, 3, 7, 8, 15, 16, 17, 31, 32, 33, 63, 64, 65, 100, 127, 128, 129, 200, 257
  };

  private final Samples samples = Samples.fresh();
  private final Pool reference = new ReferencePool();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract Pool kernel();

  /** One of the four operations, on arrays that it finds in the problem. */
  private interface Run<T> {
    void on(Pool pool, T x, int offset, T y, int to, KernelContext context);
  }

  @Test
  void everyNumberOfChannels() {
    Random random = samples.random();
    for (int c : CHANNELS) {
      Windows.Sliding sliding = Windows.Sliding.of(3, 2, 1);
      check(
          random,
          new Pool.Shape(
              new Volume(2, 1, 5, 6, c),
              Windows.each(1),
              Windows.sliding(5, sliding),
              Windows.sliding(6, sliding)),
          1);
      check(random, whole(new Volume(2, 1, 7, 7, c)), 1);
    }
  }

  @Test
  void anyWindowsInOneToThreeAxes() {
    Random random = samples.random();
    for (int i = 0; i < 300; i++) {
      Windows d = random.nextInt(3) == 0 ? windows(random) : Windows.each(1);
      Windows h = random.nextInt(3) > 0 ? windows(random) : Windows.each(1);
      Windows w = windows(random);
      int c = CHANNELS[random.nextInt(CHANNELS.length)];
      Volume in = new Volume(1 + random.nextInt(2), d.size(), h.size(), w.size(), c);
      check(random, new Pool.Shape(in, d, h, w), 1 + random.nextInt(3));
    }
  }

  private static Windows windows(Random random) {
    int size = 1 + random.nextInt(9);
    if (random.nextInt(4) == 0) {
      return Windows.adaptive(size, random.nextInt(2 * size + 2));
    }
    int kernel = 1 + random.nextInt(5);
    int dilation = 1 + random.nextInt(3);
    int reach = dilation * (kernel - 1) + 1;
    int before = random.nextInt(kernel + 1);
    int after = Math.max(random.nextInt(kernel + 1), reach - size - before);
    return Windows.sliding(
        size,
        new Windows.Sliding(
            kernel,
            1 + random.nextInt(3),
            before,
            after,
            dilation,
            random.nextBoolean(),
            random.nextBoolean()));
  }

  private static Pool.Shape whole(Volume in) {
    return new Pool.Shape(
        in, Windows.adaptive(in.d(), 1), Windows.adaptive(in.h(), 1), Windows.adaptive(in.w(), 1));
  }

  @Test
  void windowsOfPaddingAlone() {
    Windows.Sliding sliding = new Windows.Sliding(2, 2, 4, 3, 1, false, true);
    Windows w = Windows.sliding(3, sliding);
    assertThat(w.count()).contains(0);
    for (int c : CHANNELS) {
      check(
          samples.random(),
          new Pool.Shape(new Volume(1, 1, 1, 3, c), Windows.each(1), Windows.each(1), w),
          1);
    }
  }

  @Test
  void nothingGivesNothing() {
    check(samples.random(), whole(new Volume(0, 1, 3, 3, 5)), 1);
    check(samples.random(), whole(new Volume(2, 1, 3, 3, 0)), 1);
  }

  @Test
  void threadsDoNotChangeResults() {
    for (int threads = 1; threads <= 3; threads++) {
      Windows.Sliding sliding = new Windows.Sliding(3, 1, 1, 1, 1, false, false);
      check(
          samples.random(),
          new Pool.Shape(
              new Volume(3, 1, 40, 40, 65),
              Windows.each(1),
              Windows.sliding(40, sliding),
              Windows.sliding(40, sliding)),
          threads);
    }
  }

  @Test
  void staysExactWhereAllAreAlike() {
    Pool.Shape shape = whole(new Volume(1, 1, 120, 130, 35));
    for (int q : new int[] {-128, 127, 0, 255}) {
      boolean unsigned = q >= 0 && q != 127;
      byte[] x = new byte[shape.in().elements()];
      Arrays.fill(x, (byte) q);
      for (int z : unsigned ? new int[] {0, 255} : new int[] {-128, 127}) {
        for (int divisor : new int[] {0, 1}) {
          Pool.Integers integers =
              unsigned
                  ? new Pool.Integers(true, z, 1f, z, 0, 255)
                  : new Pool.Integers(false, z, 1f, z, -128, 127);
          byte[] y =
              compareBytes(
                  "all " + q + ", " + integers,
                  shape,
                  x,
                  (pool, a, offset, b, to, context) ->
                      pool.average(a, offset, shape, integers, divisor, b, to, context),
                  1);
          if (divisor == 0) {
            assertThat(y).containsOnly((byte) q);
          }
        }
      }
    }
  }

  @Test
  void averagesRoundHalvesToEven() {
    Pool.Shape shape =
        new Pool.Shape(
            new Volume(1, 1, 1, 512, 33),
            Windows.each(1),
            Windows.each(1),
            Windows.sliding(512, Windows.Sliding.of(2, 2, 0)));
    byte[] x = new byte[shape.in().elements()];
    for (int i = 0; i < x.length; i++) {
      x[i] = (byte) (i / 66);
    }
    for (int z : new int[] {0, 1, 77, 254, 255}) {
      Pool.Integers integers = new Pool.Integers(true, z, 1f, z, 0, 255);
      compareBytes(
          "halves, " + integers,
          shape,
          x,
          (pool, a, offset, b, to, context) ->
              pool.average(a, offset, shape, integers, 0, b, to, context),
          1);
    }
  }

  @Test
  void noNaNIsLost() {
    for (int c : CHANNELS) {
      Pool.Shape shape = whole(new Volume(1, 1, 2, 3, c));
      for (int at = 0; at < 6; at++) {
        float[] x = samples.normal(shape.in().elements(), 0, 1);
        Arrays.fill(x, at * c, (at + 1) * c, Float.NaN);
        float[] y = new float[c];
        kernel().max(x, 0, shape, y, 0, new CheckedContext(1));
        assertThat(y).as("NaN in pixel %d of 6, %d channels", at, c).containsOnly(Float.NaN);
      }
    }
  }

  private void check(Random random, Pool.Shape shape, int threads) {
    byte[] q = samples.bytes(shape.in().elements());
    int divisor = random.nextInt(3) == 0 ? 1 + random.nextInt(30) : 0;
    for (boolean unsigned : new boolean[] {false, true}) {
      int least = unsigned ? 0 : -128;
      int zx = least + random.nextInt(256);
      int zy = least + random.nextInt(256);
      Pool.Integers integers =
          switch (random.nextInt(3)) {
            case 0 -> new Pool.Integers(unsigned, zx, 1f, zx, least, least + 255);
            case 1 ->
                new Pool.Integers(unsigned, zx, 0.1f + random.nextFloat(), zy, least, least + 255);
            default -> new Pool.Integers(unsigned, zx, 2.5f, zy, zy, Math.min(zy + 9, least + 255));
          };
      compareBytes(
          "max, unsigned " + unsigned,
          shape,
          q,
          (pool, x, offset, y, to, context) -> pool.max(x, offset, shape, unsigned, y, to, context),
          threads);
      compareBytes(
          "average, divisor " + divisor + ", " + integers,
          shape,
          q,
          (pool, x, offset, y, to, context) ->
              pool.average(x, offset, shape, integers, divisor, y, to, context),
          threads);
    }
    compareFloats(
        "max",
        shape,
        samples.mixed(shape.in().elements()),
        (pool, x, offset, y, to, context) -> pool.max(x, offset, shape, y, to, context),
        threads);
    compareFloats(
        "average, divisor " + divisor,
        shape,
        samples.mixed(shape.in().elements()),
        (pool, x, offset, y, to, context) ->
            pool.average(x, offset, shape, divisor, y, to, context),
        threads);
  }

  private byte[] compareBytes(
      String what, Pool.Shape shape, byte[] values, Run<byte[]> run, int threads) {
    int n = shape.out().elements();
    byte[] expected = new byte[n];
    run.on(reference, values, 0, expected, 0, new CheckedContext(1));
    Guarded.Bytes x = Guarded.Bytes.of(samples.offset(), values);
    Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
    CheckedContext context = new CheckedContext(threads);
    run.on(kernel(), x.array(), x.offset(), y.array(), y.offset(), context);
    context.assertAllReturned();
    for (int i = 0; i < n; i++) {
      if (y.get(i) != expected[i]) {
        fail(
            "%s: %s of %s: element %d is %d, expected %d",
            samples, what, text(shape), i, y.get(i), expected[i]);
      }
    }
    y.assertIntact(samples + ", " + what);
    return expected;
  }

  private void compareFloats(
      String what, Pool.Shape shape, float[] values, Run<float[]> run, int threads) {
    int n = shape.out().elements();
    float[] expected = new float[n];
    run.on(reference, values, 0, expected, 0, new CheckedContext(1));
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    CheckedContext context = new CheckedContext(threads);
    run.on(kernel(), x.array(), x.offset(), y.array(), y.offset(), context);
    context.assertAllReturned();
    for (int i = 0; i < n; i++) {
      if (!FloatTolerance.same(expected[i], y.get(i))) {
        fail(
            "%s: %s of %s: element %d is %s, expected %s",
            samples, what, text(shape), i, y.get(i), expected[i]);
      }
    }
    y.assertIntact(samples + ", " + what);
  }

  private static String text(Pool.Shape s) {
    return "%s to %s, windows from %s %s %s, counts %s %s %s"
        .formatted(
            s.in(),
            s.out(),
            Arrays.toString(s.d().first()),
            Arrays.toString(s.h().first()),
            Arrays.toString(s.w().first()),
            Arrays.toString(s.d().count()),
            Arrays.toString(s.h().count()),
            Arrays.toString(s.w().count()));
  }
}
