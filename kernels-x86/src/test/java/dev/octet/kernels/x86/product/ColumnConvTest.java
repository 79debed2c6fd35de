package dev.octet.kernels.x86.product;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.CheckedContext;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.reference.ReferenceQConv;
import dev.octet.kernels.x86.machine.Isa;
import dev.octet.kernels.x86.machine.Native;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Sizes around blocks, vectors and tiles, on each instruction set, beside the reference; operands
 * lie against unreadable memory.
 */
class ColumnConvTest {
  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);

  /** Compares with the reference; gives whether the filter is served. */
  private boolean check(Isa isa, ConvFilter f, int depth, int height, int width) {
    ColumnConv conv = Kernels.of(new Native.Target(isa, Native.GUARDED)).columns();
    if (!conv.serves(f)) {
      return false;
    }
    Problem problem = new Problem(f, depth, height, width);
    QConv reference = new ReferenceQConv();
    QConv.QFilters r = reference.pack(f, problem.weights, 0, problem.unsigned, problem.zeroPoints);
    Object expected =
        problem.run((stage, context) -> reference.convolve(problem.image, r, stage, context), 1);
    ColumnFilters w = conv.pack(f, problem.weights, 0, problem.unsigned, problem.zeroPoints);
    int threads = 1 + random.nextInt(3);
    Object actual =
        problem.run((stage, context) -> w.convolve(problem.image, stage, context), threads);
    assertThat(actual).as("seed %d, %s, %s", seed, isa, problem).isEqualTo(expected);
    return true;
  }

  @FunctionalInterface
  private interface Run {
    void convolve(QStage stage, CheckedContext context);
  }

  /** An image whose array ends with its last channel, weights, and one of three stages. */
  private final class Problem {
    final ConvFilter filter;
    final boolean unsigned = random.nextBoolean();
    final byte[] weights;
    final int[] zeroPoints;
    final QConv.QImage image;
    final int outputs;
    final int kind = random.nextInt(3);
    final float[] multipliers;
    final byte[] addend;

    Problem(ConvFilter f, int depth, int height, int width) {
      filter = f;
      weights = new byte[f.outChannels() * f.k()];
      random.nextBytes(weights);
      zeroPoints = new int[random.nextBoolean() ? 1 : f.outChannels()];
      boolean symmetric = random.nextBoolean();
      int least = unsigned ? 0 : -128;
      Arrays.setAll(zeroPoints, i -> symmetric ? least + 128 : least + random.nextInt(256));
      int stride = f.inChannels() + random.nextInt(3);
      int offset = random.nextInt(70);
      int batch = random.nextInt(1, 3);
      int pixels = batch * depth * height * width;
      byte[] array = new byte[offset + (pixels - 1) * stride + f.inChannels()];
      random.nextBytes(array);
      boolean positive = random.nextBoolean();
      int zeroPoint = random.nextInt(256) - (positive ? 0 : 128);
      image =
          new QConv.QImage(array, offset, batch, depth, height, width, stride, positive, zeroPoint);
      outputs =
          batch
              * f.outputSize(f.depth(), depth)
              * f.outputSize(f.height(), height)
              * f.outputSize(f.width(), width);
      multipliers = new float[f.outChannels()];
      for (int i = 0; i < multipliers.length; i++) {
        multipliers[i] = random.nextFloat() * 0.01f;
      }
      addend = new byte[outputs * f.outChannels()];
      random.nextBytes(addend);
    }

    Object run(Run body, int threads) {
      CheckedContext context = new CheckedContext(threads);
      int n = filter.outChannels();
      Object results;
      if (kind == 0) {
        int[] c = new int[outputs * n];
        body.convolve(new QStage.Int32(c, 0, n), context);
        results = c;
      } else if (kind == 1) {
        byte[] c = new byte[outputs * n];
        body.convolve(new QStage.Requantize(null, multipliers, 3, -100, 127, c, 0, n), context);
        results = c;
      } else {
        byte[] c = addend.clone();
        body.convolve(
            new QStage.RequantizeAdd(
                null, multipliers, c, 0, n, true, 0.3f, 100, 1.5f, 120, 0, 255, c, 0, n),
            context);
        results = c;
      }
      context.assertAllReturned();
      return results;
    }

    @Override
    public String toString() {
      return "%s on %d of %dx%dx%d, stage %d, zero points %s"
          .formatted(
              filter,
              image.batch(),
              image.depth(),
              image.height(),
              image.width(),
              kind,
              Arrays.toString(zeroPoints));
    }
  }

  private static ConvFilter depthwise(int channels, Axis height, Axis width) {
    return new ConvFilter(channels, channels, channels, false, Axis.NONE, height, width);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void depthwiseOfAnyNumberOfChannels(Isa isa) {
    for (int channels = 2; channels <= 140; channels++) {
      Axis axis = Axis.of(3, 1 + channels % 2, 1);
      assertThat(check(isa, depthwise(channels, axis, axis), 1, 5, 1 + random.nextInt(20)))
          .as("%d channels", channels)
          .isEqualTo(isa.hasMasks() || channels >= isa.lanes());
    }
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void depthwiseOfAnyGeometry(Isa isa) {
    for (int i = 0; i < 300; i++) {
      Axis height = axis(7);
      Axis width = axis(7);
      int channels = random.nextInt(8, 100);
      assertThat(check(isa, depthwise(channels, height, width), 1, size(height), size(width)))
          .isTrue();
    }
  }

  private Axis axis(int most) {
    return new Axis(
        random.nextInt(1, most + 1),
        random.nextInt(1, 4),
        random.nextInt(9),
        random.nextInt(9),
        random.nextInt(1, 4),
        0);
  }

  /** A size that the kernel fits in. */
  private int size(Axis axis) {
    int span = axis.dilation() * (axis.kernel() - 1) + 1;
    int least = Math.max(1, span - axis.paddingBefore() - axis.paddingAfter());
    return least + random.nextInt(12);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void depthwiseInThreeDimensionsAndLongLines(Isa isa) {
    Axis three = new Axis(3, 1, 1, 2, 2, 0);
    ConvFilter cube = new ConvFilter(40, 40, 40, false, three, axis(3), three);
    check(isa, cube, 5, size(cube.height()), 7);
    for (int stride = 1; stride <= 3; stride++) {
      Axis wide = new Axis(5, stride, 9, 300, 3, 0);
      check(isa, depthwise(70, Axis.NONE, wide), 1, 1, 700);
    }
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void groupsOfFewChannels(Isa isa) {
    int served = 0;
    for (int inputs = 4; inputs <= 36; inputs += 4) {
      for (int outputs = 1; outputs <= 33; outputs++) {
        int groups = random.nextInt(2, 9);
        Axis height = axis(3);
        Axis width = axis(4);
        ConvFilter f =
            new ConvFilter(
                groups * inputs, groups * outputs, groups, false, Axis.NONE, height, width);
        served += check(isa, f, 1, size(height), size(width)) ? 1 : 0;
      }
    }
    assertThat(served).isGreaterThan(10);
  }

  @ParameterizedTest
  @EnumSource(Isa.class)
  void groupsOfFourAreServed(Isa isa) {
    ConvFilter f = ConvFilter.of2d(128, 128, 32, 3, 1, 1);
    assertThat(check(isa, f, 1, 6, 37)).isTrue();
  }
}
