package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.StageCase.Kind;
import dev.octet.kernel.reference.ReferenceQConv;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link QConv} must do: the reference's integers and floats, bit for bit. */
public abstract class QConvContract {
  private final Thinning thinning = new Thinning();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract QConv kernel();

  /**
   * Columns of its tile, around which channels are swept.
   *
   * @return columns
   */
  protected abstract int tileColumns();

  /** Images, weights and a stage with random contents, gaps in every array, rubbish in the gaps. */
  private static final class Problem {
    final ConvCase c;
    final byte[] weights;
    final int weightsOffset;
    final boolean unsignedWeights;
    int[] zeroPoints;
    QConv.QImage image;
    final StageCase out;
    final String title;

    Problem(Random random, ConvCase c, String title) {
      this.c = c;
      this.title = title;
      ConvFilter f = c.filter();
      weightsOffset = random.nextInt(4);
      unsignedWeights = random.nextBoolean();
      weights = new byte[weightsOffset + f.outChannels() * f.k() + random.nextInt(3)];
      random.nextBytes(weights);
      zeroPoints = new int[] {unsignedWeights ? 128 : 0};
      if (random.nextInt(3) == 0) {
        zeroPoints = new int[random.nextBoolean() ? 1 : f.outChannels()];
        Arrays.setAll(zeroPoints, i -> random.nextInt(256) - (unsignedWeights ? 0 : 128));
      }
      int stride = f.inChannels() + (random.nextBoolean() ? 0 : random.nextInt(1, 4));
      int offset = random.nextInt(4);
      byte[] pixels =
          new byte[offset + (c.inPixels() - 1) * stride + f.inChannels() + random.nextInt(2)];
      random.nextBytes(pixels);
      boolean unsigned = random.nextBoolean();
      int zeroPoint = random.nextInt(256) - (unsigned ? 0 : 128);
      image =
          new QConv.QImage(
              pixels,
              offset,
              c.batch(),
              c.depth(),
              c.height(),
              c.width(),
              stride,
              unsigned,
              zeroPoint);
      out = new StageCase(random, c.outPixels(), f.outChannels());
      out.inputScalesPerRow = false;
    }

    /** Fills images, weights and their zero points with one value each. */
    Problem constant(int x, int zx, int w, int zw) {
      Arrays.fill(image.array(), (byte) x);
      image =
          new QConv.QImage(
              image.array(),
              image.offset(),
              c.batch(),
              c.depth(),
              c.height(),
              c.width(),
              image.pixelStride(),
              image.unsigned(),
              zx - (image.unsigned() ? 0 : 128));
      Arrays.fill(weights, (byte) w);
      zeroPoints = new int[] {zw - (unsignedWeights ? 0 : 128)};
      return this;
    }

    void check(QConv kernel, Kind kind, int threads) {
      StageCase.assertSame(
          run(kernel, kind, threads),
          run(new ReferenceQConv(), kind, 1),
          title + " " + c + ", " + kind + ", " + threads + " threads");
    }

    private Object run(QConv kernel, Kind kind, int threads) {
      QConv.QFilters packed =
          kernel.pack(c.filter(), weights, weightsOffset, unsignedWeights, zeroPoints);
      assertThat(packed.filter()).isEqualTo(c.filter());
      CheckedContext context = new CheckedContext(threads);
      Object result = out.run(kind, s -> kernel.convolve(image, packed, s, context));
      context.assertAllReturned();
      return result;
    }
  }

  private void check(Random random, ConvCase c, String title) {
    for (Kind kind : Kind.values()) {
      if (thinning.skips()) {
        continue;
      }
      new Problem(random, c, title).check(kernel(), kind, 1 + random.nextInt(3));
    }
  }

  @Test
  void zeroPointsOfTheLastGroupAlone() {
    Random random = new Random(12);
    int outputs = tileColumns();
    ConvFilter filter = ConvFilter.of2d(16, 2 * outputs, 2, 3, 1, 1);
    for (Kind kind : Kind.values()) {
      Problem p = new Problem(random, new ConvCase(filter, 1, 1, 7, 7), "zero points");
      p.zeroPoints = new int[2 * outputs];
      int none = p.unsignedWeights ? 128 : 0;
      Arrays.setAll(p.zeroPoints, i -> i < outputs ? none : none - 5);
      p.check(kernel(), kind, 1);
    }
  }

  @Test
  void sweepsChannelsAroundTheTile() {
    Random random = new Random(1);
    int t = tileColumns();
    for (int outputs : new int[] {1, 3, t - 1, t, t + 1, 2 * t + 3}) {
      for (int inputs : new int[] {1, 3, 16, 17, 60}) {
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 3, 1, 1), 5, 7), "");
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 1, 1, 0), 5, 7), "");
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 1, 2, 0), 5, 7), "");
      }
    }
  }

  @Test
  void everyKernelStrideDilationAndPaddingDepthwise() {
    Random random = new Random(2);
    for (int kernel : new int[] {1, 2, 3, 5, 7}) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 3; dilation++) {
          for (int padding : new int[] {0, 1, kernel}) {
            if (thinning.skips()) {
              continue;
            }
            Axis axis = new Axis(kernel, stride, padding, padding / 2, dilation, 0);
            int channels = random.nextInt(2, 2 * tileColumns() + 5);
            ConvFilter f =
                new ConvFilter(channels, channels, channels, false, Axis.NONE, axis, axis);
            ConvCase c = ConvCase.of2d(f, 20, 23);
            Kind kind = Kind.values()[random.nextInt(4)];
            new Problem(random, c, "").check(kernel(), kind, 1 + random.nextInt(2));
          }
        }
      }
    }
  }

  @Test
  void depthwiseOfChannelsAroundVectorsAndWithMultipliers() {
    Random random = new Random(3);
    for (int channels : new int[] {2, 3, 4, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 130}) {
      for (int multiplier = 1; multiplier <= 3; multiplier++) {
        ConvFilter f = ConvFilter.of2d(channels, channels * multiplier, channels, 3, 1, 1);
        check(random, ConvCase.of2d(f, 6, 9), "");
      }
    }
  }

  @Test
  void depthwiseInOneAndThreeDimensions() {
    Random random = new Random(4);
    Axis axis = new Axis(3, 2, 1, 0, 2, 0);
    for (int channels : new int[] {5, 16, 40}) {
      ConvFilter line =
          new ConvFilter(channels, channels, channels, false, Axis.NONE, Axis.NONE, axis);
      check(random, new ConvCase(line, 2, 1, 1, 31), "");
      ConvFilter cube = new ConvFilter(channels, channels, channels, false, axis, axis, axis);
      check(random, new ConvCase(cube, 2, 7, 6, 9), "");
      ConvFilter up =
          new ConvFilter(
              channels, channels, channels, true, Axis.NONE, axis, new Axis(4, 2, 1, 1, 1, 1));
      check(random, ConvCase.of2d(up, 5, 6), "");
    }
  }

  @Test
  void groupsOfFewAndManyChannels() {
    Random random = new Random(5);
    for (int groups : new int[] {2, 3, 5, 8, 32}) {
      for (int channels : new int[] {2, 4, 8, 17, 33}) {
        if (thinning.skips()) {
          continue;
        }
        ConvFilter f = ConvFilter.of2d(groups * channels, groups * channels, groups, 3, 1, 1);
        Kind kind = Kind.values()[random.nextInt(4)];
        new Problem(random, ConvCase.of2d(f, 5, 6), "").check(kernel(), kind, 2);
      }
    }
  }

  @Test
  void staysExactAtTheEndsOfTheTypes() {
    for (int ends = 0; ends < 16; ends++) {
      int[] e = new int[4];
      for (int i = 0; i < 4; i++) {
        e[i] = (ends >> i & 1) * 255;
      }
      ConvFilter dense = ConvFilter.of2d(64, 9, 1, 3, 1, 1);
      ConvFilter depthwise = ConvFilter.of2d(19, 19, 19, 25, 1, 12);
      for (ConvFilter f : new ConvFilter[] {dense, depthwise}) {
        if (thinning.skips()) {
          continue;
        }
        ConvCase c = ConvCase.of2d(f, 6, 27);
        new Problem(new Random(6), c, "all alike")
            .constant(e[0], e[1], e[2], e[3])
            .check(kernel(), Kind.INT32, 1);
      }
    }
  }

  @Test
  void transposedWithTapsAndOutputsThatMeetNothing() {
    Random random = new Random(10);
    for (int kernel = 1; kernel <= 2; kernel++) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 3; dilation++) {
          int outputPadding = Math.max(stride, dilation) - 1;
          Axis axis = new Axis(kernel, stride, 0, 0, dilation, outputPadding);
          ConvFilter f = new ConvFilter(5, 7, 1, true, Axis.NONE, axis, axis);
          check(random, ConvCase.of2d(f, 3, 4), "");
        }
      }
    }
  }

  @Test
  void manyPixelsOnManyThreads() {
    Random random = new Random(7);
    ConvFilter[] filters = {
      ConvFilter.of2d(24, 40, 1, 3, 1, 1),
      ConvFilter.of2d(3, 16, 1, 7, 2, 3),
      ConvFilter.of2d(48, 48, 48, 3, 1, 1),
      ConvFilter.of2d(32, 32, 4, 3, 2, 1)
    };
    for (ConvFilter f : filters) {
      for (int threads = 1; threads <= 3; threads++) {
        if (thinning.skips()) {
          continue;
        }
        ConvCase c = new ConvCase(f, 2, 1, 37, 29);
        new Problem(random, c, "").check(kernel(), Kind.REQUANTIZE, threads);
      }
    }
  }

  @Test
  void longLinesInParts() {
    Random random = new Random(9);
    for (int stride = 1; stride <= 3; stride++) {
      ConvFilter.Axis width = new ConvFilter.Axis(3, stride, 5, 3, 2, 0);
      for (ConvFilter.Axis height :
          List.of(ConvFilter.Axis.NONE, new ConvFilter.Axis(2, 1, 1, 0, 1, 0))) {
        ConvFilter f = new ConvFilter(40, 6, 2, false, ConvFilter.Axis.NONE, height, width);
        ConvCase c = new ConvCase(f, 1, 1, height.kernel(), 3001);
        if (!thinning.skips()) {
          new Problem(random, c, "").check(kernel(), Kind.REQUANTIZE, stride);
        }
      }
    }
  }

  @Test
  void emptyBatches() {
    ConvCase c = new ConvCase(ConvFilter.of2d(4, 4, 1, 3, 1, 1), 1, 1, 5, 5);
    Problem p = new Problem(new Random(8), c, "");
    QConv.QImage i = p.image;
    p.image =
        new QConv.QImage(
            i.array(), i.offset(), 0, 1, 5, 5, i.pixelStride(), i.unsigned(), i.zeroPoint());
    p.check(kernel(), Kind.REQUANTIZE, 2);
  }

  @Test
  void oneFilterServesImagesOfManySizes() {
    Random random = new Random(9);
    ConvFilter f = ConvFilter.of2d(6, 10, 1, 3, 2, 1);
    byte[] w = new byte[10 * f.k()];
    random.nextBytes(w);
    QConv kernel = kernel();
    QConv reference = new ReferenceQConv();
    QConv.QFilters packed = kernel.pack(f, w, 0, false, new int[] {0});
    QConv.QFilters expected = reference.pack(f, w, 0, false, new int[] {0});
    for (int size : new int[] {5, 9, 5, 12}) {
      byte[] x = new byte[size * size * 6];
      random.nextBytes(x);
      QConv.QImage image = new QConv.QImage(x, 0, 1, 1, size, size, 6, true, 7);
      int out = f.outputSize(f.width(), size);
      int[] y = new int[out * out * 10];
      int[] z = new int[out * out * 10];
      kernel.convolve(image, packed, new QStage.Int32(y, 0, 10), new CheckedContext(2));
      reference.convolve(image, expected, new QStage.Int32(z, 0, 10), new CheckedContext(1));
      assertThat(y).as("size " + size).isEqualTo(z);
    }
  }

  @Test
  void equalsTheReferenceOnRandomProblems() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Thinning.RANDOM_PROBLEMS; i++) {
      if (thinning.skips()) {
        continue;
      }
      ConvCase c = ConvCase.random(random, 2 * tileColumns());
      Kind kind = Kind.values()[random.nextInt(4)];
      new Problem(random, c, "seed " + seed + " #" + i).check(kernel(), kind, random.nextInt(1, 4));
    }
  }
}
