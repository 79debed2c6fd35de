package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.reference.ReferenceFloatConv;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every {@link FloatConv} must do: the reference's results within float rounding. */
public abstract class FloatConvContract {
  private static final float UNTOUCHED = 12345.678f;

  private final Thinning thinning = new Thinning();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract FloatConv kernel();

  /**
   * Columns of its tile, around which channels are swept.
   *
   * @return columns
   */
  protected abstract int tileColumns();

  private record Problem(
      ConvCase c,
      float[] weights,
      FloatConv.FloatImage image,
      float[] bias,
      float[] addend,
      int offset,
      int stride,
      boolean inPlace,
      float lo,
      float hi) {
    static Problem of(Random random, ConvCase c) {
      ConvFilter f = c.filter();
      int pixelStride = f.inChannels() + (random.nextBoolean() ? 0 : random.nextInt(1, 4));
      int at = random.nextInt(4);
      float[] pixels = floats(random, at + (c.inPixels() - 1) * pixelStride + f.inChannels(), 1f);
      int offset = random.nextInt(4);
      int stride = f.outChannels() + random.nextInt(3);
      return new Problem(
          c,
          floats(random, f.outChannels() * f.k(), 1f),
          new FloatConv.FloatImage(
              pixels, at, c.batch(), c.depth(), c.height(), c.width(), pixelStride),
          random.nextBoolean() ? null : floats(random, f.outChannels(), 1f),
          random.nextBoolean() ? null : floats(random, offset + c.outPixels() * stride, 1f),
          offset,
          stride,
          random.nextBoolean(),
          random.nextBoolean() ? Float.NEGATIVE_INFINITY : 0f,
          random.nextBoolean() ? Float.POSITIVE_INFINITY : 0.5f);
    }

    void check(FloatConv kernel, int threads, String title) {
      float[] actual = run(kernel, threads);
      float[] expected = run(new ReferenceFloatConv(), 1);
      float[] magnitudes = magnitudes().run(new ReferenceFloatConv(), 1);
      String what = title + " " + c + ", " + threads + " threads";
      for (int i = 0; i < expected.length; i++) {
        // Bias, addend and the reference's own rounding besides the products.
        float most = (float) FloatTolerance.ofSum(c.filter().k() + 3, magnitudes[i]);
        assertThat(actual[i]).as(what + ", element " + i).isCloseTo(expected[i], within(most));
      }
    }

    /** The problem whose results are the sums of the magnitudes here. */
    private Problem magnitudes() {
      FloatConv.FloatImage x = image;
      return new Problem(
          c,
          FloatAccuracy.magnitudes(weights),
          new FloatConv.FloatImage(
              FloatAccuracy.magnitudes(x.array()),
              x.offset(),
              x.batch(),
              x.depth(),
              x.height(),
              x.width(),
              x.pixelStride()),
          bias == null ? null : FloatAccuracy.magnitudes(bias),
          addend == null ? null : FloatAccuracy.magnitudes(addend),
          offset,
          stride,
          inPlace,
          Float.NEGATIVE_INFINITY,
          Float.POSITIVE_INFINITY);
    }

    private float[] run(FloatConv kernel, int threads) {
      FloatConv.FloatFilters packed = kernel.pack(c.filter(), weights, 0);
      assertThat(packed.filter()).isEqualTo(c.filter());
      float[] y = new float[offset + c.outPixels() * stride + 3];
      Arrays.fill(y, UNTOUCHED);
      FloatStage stage = FloatStage.of(bias, y, offset, stride).clamped(lo, hi);
      if (addend != null && inPlace) {
        System.arraycopy(addend, 0, y, 0, addend.length);
        stage = stage.plus(y, offset, stride);
      } else if (addend != null) {
        stage = stage.plus(addend, offset, stride);
      }
      CheckedContext context = new CheckedContext(threads);
      kernel.convolve(image, packed, stage, context);
      context.assertAllReturned();
      return y;
    }
  }

  private static float[] floats(Random random, int n, float scale) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = (random.nextFloat() - 0.5f) * scale;
    }
    return x;
  }

  private void check(Random random, ConvCase c) {
    for (int threads = 1; threads <= 2; threads++) {
      if (thinning.skips()) {
        continue;
      }
      Problem.of(random, c).check(kernel(), threads, "");
    }
  }

  @Test
  void sweepsChannelsAroundTheTile() {
    Random random = new Random(1);
    int t = tileColumns();
    for (int outputs : new int[] {1, 3, t - 1, t, t + 1, 2 * t + 3}) {
      for (int inputs : new int[] {1, 3, 16, 17, 60}) {
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 3, 1, 1), 5, 7));
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 1, 1, 0), 5, 7));
        check(random, ConvCase.of2d(ConvFilter.of2d(inputs, outputs, 1, 1, 2, 0), 5, 7));
      }
    }
  }

  @Test
  void everyKernelStrideDilationAndPaddingDepthwise() {
    Random random = new Random(2);
    for (int kernel : new int[] {1, 2, 3, 5, 7}) {
      for (int stride = 1; stride <= 3; stride++) {
        for (int dilation = 1; dilation <= 3; dilation++) {
          Axis axis = new Axis(kernel, stride, kernel / 2, 1, dilation, 0);
          int channels = random.nextInt(2, 2 * tileColumns() + 5);
          ConvFilter f = new ConvFilter(channels, channels, channels, false, Axis.NONE, axis, axis);
          check(random, ConvCase.of2d(f, 20, 23));
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
        check(random, ConvCase.of2d(f, 6, 9));
      }
    }
  }

  @Test
  void groupsOfFewAndManyChannels() {
    Random random = new Random(5);
    for (int groups : new int[] {2, 3, 8, 32}) {
      for (int channels : new int[] {2, 4, 8, 17, 33}) {
        ConvFilter f = ConvFilter.of2d(groups * channels, groups * channels, groups, 3, 1, 1);
        check(random, ConvCase.of2d(f, 5, 6));
      }
    }
  }

  @Test
  void manyPixelsOnManyThreads() {
    Random random = new Random(7);
    for (int threads = 1; threads <= 3; threads++) {
      if (thinning.skips()) {
        continue;
      }
      ConvCase dense = new ConvCase(ConvFilter.of2d(24, 40, 1, 3, 1, 1), 2, 1, 37, 29);
      Problem.of(random, dense).check(kernel(), threads, "");
      ConvCase depthwise = new ConvCase(ConvFilter.of2d(48, 48, 48, 3, 2, 1), 2, 1, 37, 29);
      Problem.of(random, depthwise).check(kernel(), threads, "");
    }
  }

  @Test
  void longLinesInParts() {
    Random random = new Random(9);
    for (int stride = 1; stride <= 3; stride++) {
      ConvFilter.Axis width = new ConvFilter.Axis(3, stride, 5, 3, 2, 0);
      ConvFilter f =
          new ConvFilter(40, 6, 1, false, ConvFilter.Axis.NONE, ConvFilter.Axis.NONE, width);
      if (!thinning.skips()) {
        Problem.of(random, new ConvCase(f, 1, 1, 1, 3001)).check(kernel(), stride, "");
      }
    }
  }

  @Test
  void notANumberStaysInItsPatches() {
    ConvFilter f = ConvFilter.of2d(2, 3, 1, 3, 1, 1);
    float[] x = floats(new Random(8), 7 * 7 * 2, 1f);
    x[(3 * 7 + 3) * 2] = Float.NaN;
    float[] y = new float[7 * 7 * 3];
    FloatConv kernel = kernel();
    kernel.convolve(
        new FloatConv.FloatImage(x, 0, 1, 1, 7, 7, 2),
        kernel.pack(f, floats(new Random(9), 3 * f.k(), 1f), 0),
        FloatStage.of(null, y, 0, 3).clamped(0f, 6f),
        new CheckedContext(1));
    for (int i = 0; i < y.length; i++) {
      int h = i / 3 / 7;
      int w = i / 3 % 7;
      boolean sees = Math.abs(h - 3) <= 1 && Math.abs(w - 3) <= 1;
      assertThat(Float.isNaN(y[i])).as("element " + i).isEqualTo(sees);
    }
  }

  @Test
  void agreesWithTheReferenceOnRandomProblems() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < Thinning.RANDOM_PROBLEMS; i++) {
      if (thinning.skips()) {
        continue;
      }
      ConvCase c = ConvCase.random(random, 2 * tileColumns());
      Problem.of(random, c).check(kernel(), random.nextInt(1, 4), "seed " + seed + " #" + i);
    }
  }
}
