package dev.octet.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.kernel.Volume;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch.MemoryFormat;

/** Random images as Octet has them, channels last, and as PyTorch has, logically channels first. */
final class TorchImages {
  private final Random random;

  TorchImages(Random random) {
    this.random = random;
  }

  /**
   * An image of integers.
   *
   * @param axes of space: 1, 2 or 3
   * @param q channels last
   * @param tensor the same
   */
  record Integers(Volume size, int axes, boolean unsigned, int zeroPoint, byte[] q, Tensor tensor) {
    int least() {
      return unsigned ? 0 : -128;
    }

    int integer(byte value) {
      return unsigned ? value & 0xff : value;
    }

    /** The integers as floats. */
    float[] floats() {
      float[] floats = new float[q.length];
      for (int i = 0; i < q.length; i++) {
        floats[i] = integer(q[i]);
      }
      return floats;
    }

    /** Octet's and PyTorch's results, channels last, must be the same. */
    void assertSame(String what, Volume size, byte[] y, Tensor theirs) {
      assertThat(y).as("%s, %s", what, this).isEqualTo(channelsLast(Operators.bytes(theirs), size));
    }

    /** Octet's and PyTorch's results, channels last; exact are the results in real numbers. */
    void compare(
        Steps steps, String what, Volume size, byte[] y, Tensor theirs, IntToDoubleFunction exact) {
      byte[] other = channelsLast(Operators.bytes(theirs), size);
      String where = what + ", " + this;
      for (int i = 0; i < y.length; i++) {
        steps.compare(integer(y[i]), integer(other[i]), exact.applyAsDouble(i), where);
      }
    }

    @Override
    public String toString() {
      return "%s, %s, zero point %d".formatted(size, unsigned ? "quint8" : "qint8", zeroPoint);
    }
  }

  /** An image of floats, likewise. */
  record Floats(Volume size, int axes, float[] x, Tensor tensor) {}

  /**
   * Some image of so many axes, of more than one pixel and channel: otherwise both layouts are the
   * same, and PyTorch's quantized operators take the image for channels last, but the result for
   * channels first.
   */
  Volume volume(int axes) {
    int most = axes == 1 ? 60 : axes == 2 ? 14 : 7;
    return new Volume(
        1 + random.nextInt(2),
        axes > 2 ? 1 + random.nextInt(most) : 1,
        axes > 1 ? 1 + random.nextInt(most) : 1,
        2 + random.nextInt(most),
        2 + random.nextInt(70));
  }

  Integers integers(Volume size, int axes, boolean unsigned, boolean channelsLast) {
    byte[] first = new byte[size.elements()];
    random.nextBytes(first);
    int zeroPoint = random.nextInt(256) - (unsigned ? 0 : 128);
    double scale = Math.exp(random.nextGaussian()) / 50;
    Tensor tensor = Operators.quantized(first, unsigned, scale, zeroPoint, shape(size, axes));
    return new Integers(
        size,
        axes,
        unsigned,
        zeroPoint,
        channelsLast(first, size),
        format(tensor, axes, channelsLast));
  }

  Floats floats(Volume size, int axes, boolean channelsLast) {
    float[] first = new float[size.elements()];
    for (int i = 0; i < first.length; i++) {
      first[i] = (float) random.nextGaussian();
    }
    Tensor tensor = Operators.floats(first, shape(size, axes));
    return new Floats(size, axes, channelsLast(first, size), format(tensor, axes, channelsLast));
  }

  /** A handle of its own: one from an IValue ends with that. */
  private static Tensor format(Tensor t, int axes, boolean channelsLast) {
    if (!channelsLast || axes == 1) {
      return t.contiguous();
    }
    return t.contiguous(axes == 2 ? MemoryFormat.ChannelsLast : MemoryFormat.ChannelsLast3d);
  }

  private static long[] shape(Volume v, int axes) {
    return switch (axes) {
      case 1 -> new long[] {v.n(), v.c(), v.w()};
      case 2 -> new long[] {v.n(), v.c(), v.h(), v.w()};
      default -> new long[] {v.n(), v.c(), v.d(), v.h(), v.w()};
    };
  }

  /** Where element i of N x D x H x W x C lies in N x C x D x H x W. */
  private static int channelsFirst(Volume v, int i) {
    int pixels = v.d() * v.h() * v.w();
    int c = i % v.c();
    int pixel = i / v.c() % pixels;
    return (i / v.c() / pixels * v.c() + c) * pixels + pixel;
  }

  private static byte[] channelsLast(byte[] first, Volume size) {
    byte[] last = new byte[size.elements()];
    assertThat(first).hasSameSizeAs(last);
    for (int i = 0; i < last.length; i++) {
      last[i] = first[channelsFirst(size, i)];
    }
    return last;
  }

  private static float[] channelsLast(float[] first, Volume size) {
    float[] last = new float[size.elements()];
    assertThat(first).hasSameSizeAs(last);
    for (int i = 0; i < last.length; i++) {
      last[i] = first[channelsFirst(size, i)];
    }
    return last;
  }

  /** PyTorch's floats, channels last. */
  static float[] floats(Tensor tensor, Volume size) {
    return channelsLast(Torch.toFloats(tensor), size);
  }

  /** Floats that differ by rounding only. */
  static void assertNear(String what, float[] ours, float[] theirs, float tolerance) {
    assertThat(ours).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.length; i++) {
      if (!(Math.abs(ours[i] - theirs[i]) <= tolerance * Math.max(1f, Math.abs(theirs[i])))) {
        fail("%s, element %d: %s, PyTorch's %s", what, i, ours[i], theirs[i]);
      }
    }
  }

  /** One number for each axis of space. */
  static long[] perAxis(int axes, int d, int h, int w) {
    return switch (axes) {
      case 1 -> new long[] {w};
      case 2 -> new long[] {h, w};
      default -> new long[] {d, h, w};
    };
  }

  /**
   * How a case resamples: sizes of the result, and the scale if that was given, or 0. Where a size
   * is kept or doubled, some of PyTorch's kernels take the scale for 1 or 2 whatever was given, and
   * others do not; such scales are not given here.
   */
  record Sizes(Volume in, int axes, int d, int h, int w, double scale) {
    /**
     * Whether several quantized volumes keep their sizes: PyTorch's nearest neighbours then copy
     * the first one and leave the others as their memory was.
     */
    boolean isLost() {
      return axes == 3 && in.n() > 1 && d == in.d() && h == in.h() && w == in.w();
    }

    static Sizes of(Volume in, int axes, Random random) {
      double scale = 0.3 + 2.5 * random.nextDouble();
      boolean plain = true;
      for (long size : perAxis(axes, in.d(), in.h(), in.w())) {
        long out = (long) (size * scale);
        plain &= out > 0 && out != size && out != 2 * size;
      }
      if (plain && random.nextBoolean()) {
        return new Sizes(
            in,
            axes,
            axes > 2 ? (int) (in.d() * scale) : 1,
            axes > 1 ? (int) (in.h() * scale) : 1,
            (int) (in.w() * scale),
            scale);
      }
      return new Sizes(
          in,
          axes,
          axes > 2 ? 1 + random.nextInt(2 * in.d() + 3) : 1,
          axes > 1 ? 1 + random.nextInt(2 * in.h() + 3) : 1,
          1 + random.nextInt(2 * in.w() + 3),
          0);
    }

    long[] out() {
      return perAxis(axes, d, h, w);
    }

    DoubleOptional given() {
      return scale == 0 ? new DoubleOptional() : new DoubleOptional(scale);
    }
  }
}
