package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.reference.ReferenceResample;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link Resample} must do: the reference's integers and floats, bit for bit. */
public abstract class ResampleContract {
  private static final int[] CHANNELS = {1, 2, 3, 8, 15, 16, 17, 31, 32, 33, 64, 65, 130};

  private final Samples samples = Samples.fresh();
  private final Resample reference = new ReferenceResample();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract Resample kernel();

  @Test
  void everyNumberOfChannels() {
    for (int c : CHANNELS) {
      check(
          new Resample.Shape(
              new Volume(2, 1, 4, 5, c),
              LinearTaps.still(1),
              LinearTaps.of(4, 8, false, 0),
              LinearTaps.of(5, 7, true, 0)),
          1);
    }
  }

  @Test
  void oneToThreeAxesUpAndDown() {
    Random random = samples.random();
    for (int i = 0; i < 300; i++) {
      LinearTaps d = random.nextInt(3) == 0 ? taps(random) : LinearTaps.still(1);
      LinearTaps h = random.nextInt(4) > 0 ? taps(random) : LinearTaps.still(3);
      LinearTaps w = random.nextInt(6) > 0 ? taps(random) : LinearTaps.still(4);
      int c = CHANNELS[random.nextInt(CHANNELS.length)];
      Volume in = new Volume(1 + random.nextInt(2), d.size(), h.size(), w.size(), c);
      check(new Resample.Shape(in, d, h, w), 1 + random.nextInt(3));
    }
  }

  private static LinearTaps taps(Random random) {
    int size = 1 + random.nextInt(9);
    int out = 1 + random.nextInt(20);
    double scale = random.nextBoolean() ? 0 : (out + random.nextDouble()) / size;
    return LinearTaps.of(size, out, random.nextBoolean(), scale);
  }

  @Test
  void threadsDoNotChangeResults() {
    for (int threads = 1; threads <= 3; threads++) {
      check(
          new Resample.Shape(
              new Volume(2, 1, 30, 30, 33),
              LinearTaps.still(1),
              LinearTaps.of(30, 61, false, 0),
              LinearTaps.of(30, 45, true, 0)),
          threads);
    }
  }

  @Test
  void neverLeavesTheIntegersItLiesBetween() {
    Random random = samples.random();
    for (int i = 0; i < 60; i++) {
      LinearTaps w = taps(random);
      LinearTaps h = taps(random);
      Resample.Shape shape =
          new Resample.Shape(new Volume(1, 1, h.size(), w.size(), 1), LinearTaps.still(1), h, w);
      for (int q : new int[] {0, 255}) {
        byte[] x = new byte[shape.in().elements()];
        Arrays.fill(x, (byte) q);
        for (int z : new int[] {0, 1, 128, 255}) {
          byte[] y = new byte[shape.out().elements()];
          kernel().linear(x, 0, shape, true, z, y, 0, new CheckedContext(1));
          assertThat(y).as("%s, zero point %d", samples, z).containsOnly((byte) q);
        }
      }
    }
  }

  @Test
  void halvesGoToAnEvenStep() {
    Resample.Shape shape =
        new Resample.Shape(
            new Volume(1, 1, 1, 2, 40),
            LinearTaps.still(1),
            LinearTaps.still(1),
            LinearTaps.of(2, 3, true, 0));
    byte[] x = new byte[80];
    Arrays.fill(x, 40, 80, (byte) 1);
    byte[] y = new byte[120];
    kernel().linear(x, 0, shape, true, 0, y, 0, new CheckedContext(1));
    assertThat(Arrays.copyOfRange(y, 40, 80)).containsOnly((byte) 0);
    kernel().linear(x, 0, shape, true, 1, y, 0, new CheckedContext(1));
    assertThat(Arrays.copyOfRange(y, 40, 80)).containsOnly((byte) 1);
  }

  private void check(Resample.Shape shape, int threads) {
    int n = shape.out().elements();
    byte[] q = samples.bytes(shape.in().elements());
    for (boolean unsigned : new boolean[] {false, true}) {
      int zeroPoint = (unsigned ? 0 : -128) + samples.random().nextInt(256);
      byte[] expected = new byte[n];
      reference.linear(q, 0, shape, unsigned, zeroPoint, expected, 0, new CheckedContext(1));
      Guarded.Bytes x = Guarded.Bytes.of(samples.offset(), q);
      Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
      CheckedContext context = new CheckedContext(threads);
      kernel()
          .linear(
              x.array(), x.offset(), shape, unsigned, zeroPoint, y.array(), y.offset(), context);
      context.assertAllReturned();
      for (int i = 0; i < n; i++) {
        if (y.get(i) != expected[i]) {
          fail(
              "%s: %s to %s, unsigned %s, zero point %d: element %d is %d, expected %d",
              samples, shape.in(), shape.out(), unsigned, zeroPoint, i, y.get(i), expected[i]);
        }
      }
      y.assertIntact(samples.toString());
    }
    checkFloats(shape, threads);
  }

  private void checkFloats(Resample.Shape shape, int threads) {
    int n = shape.out().elements();
    float[] values = samples.mixed(shape.in().elements());
    float[] expected = new float[n];
    reference.linear(values, 0, shape, expected, 0, new CheckedContext(1));
    Guarded.Floats x = Guarded.Floats.of(samples.offset(), values);
    Guarded.Floats y = Guarded.Floats.room(samples.offset(), n);
    CheckedContext context = new CheckedContext(threads);
    kernel().linear(x.array(), x.offset(), shape, y.array(), y.offset(), context);
    context.assertAllReturned();
    for (int i = 0; i < n; i++) {
      if (!FloatTolerance.same(expected[i], y.get(i))) {
        fail(
            "%s: %s to %s: element %d is %s, expected %s",
            samples, shape.in(), shape.out(), i, y.get(i), expected[i]);
      }
    }
    y.assertIntact(samples.toString());
  }
}
