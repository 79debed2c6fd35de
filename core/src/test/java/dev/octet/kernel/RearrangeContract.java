package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.kernel.AxisIndices.Padding;
import dev.octet.kernel.reference.ReferenceRearrange;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every {@link Rearrange} must do: every element where the reference puts it. */
public abstract class RearrangeContract {
  private final Samples samples = Samples.fresh();
  private final Rearrange reference = new ReferenceRearrange();

  /**
   * The kernel under test.
   *
   * @return a kernel
   */
  protected abstract Rearrange kernel();

  @Test
  void gathersByAnyTables() {
    Random random = samples.random();
    for (int i = 0; i < 300; i++) {
      Volume in =
          new Volume(
              random.nextInt(3),
              1 + random.nextInt(3),
              1 + random.nextInt(6),
              1 + random.nextInt(9),
              random.nextInt(40));
      Rearrange.Pixels pixels =
          new Rearrange.Pixels(
              in, table(random, in.d()), table(random, in.h()), table(random, in.w()));
      gather(pixels, 1 + random.nextInt(3));
    }
  }

  private static int[] table(Random random, int size) {
    return switch (random.nextInt(6)) {
      case 0 -> random.ints(random.nextInt(12), -1, size).toArray();
      case 1 -> AxisIndices.nearest(size, 1 + random.nextInt(3 * size), 0);
      case 2 -> AxisIndices.padded(Padding.REFLECT, size, random.nextInt(size), 0);
      case 3 -> AxisIndices.padded(Padding.REPLICATE, size, random.nextInt(4), 2);
      case 4 -> AxisIndices.padded(Padding.CONSTANT, size, random.nextInt(4), 3);
      default -> AxisIndices.identity(size);
    };
  }

  @Test
  void gathersOnManyThreads() {
    Volume in = new Volume(2, 1, 60, 61, 70);
    for (int threads = 1; threads <= 3; threads++) {
      gather(
          new Rearrange.Pixels(
              in,
              AxisIndices.identity(1),
              AxisIndices.nearest(60, 120, 2),
              AxisIndices.padded(Padding.CONSTANT, 61, 3, 2)),
          threads);
    }
  }

  private void gather(Rearrange.Pixels pixels, int threads) {
    int n = pixels.out().elements();
    byte[] q = samples.bytes(pixels.in().elements());
    Guarded.Bytes x = Guarded.Bytes.of(samples.offset(), q);
    Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), new byte[n]);
    byte[] expected = y.array().clone();
    CheckedContext context = new CheckedContext(threads);
    reference.gather(x.array(), x.offset(), pixels, (byte) 77, expected, y.offset(), context);
    kernel().gather(x.array(), x.offset(), pixels, (byte) 77, y.array(), y.offset(), context);
    assertThat(y.array()).as("%s, %s", samples, pixels.in()).isEqualTo(expected);

    Guarded.Floats floats =
        Guarded.Floats.of(samples.offset(), samples.anyBits(pixels.in().elements()));
    Guarded.Floats to = Guarded.Floats.room(samples.offset(), n);
    float[] wanted = to.array().clone();
    reference.gather(floats.array(), floats.offset(), pixels, -0f, wanted, to.offset(), context);
    kernel().gather(floats.array(), floats.offset(), pixels, -0f, to.array(), to.offset(), context);
    assertThat(bits(to.array())).as("%s, %s", samples, pixels.in()).isEqualTo(bits(wanted));
    context.assertAllReturned();
  }

  @Test
  void permutesAnyAxes() {
    Random random = samples.random();
    for (int i = 0; i < 400; i++) {
      int axes = random.nextInt(7);
      int[] shape = random.ints(axes, 0, axes > 4 ? 5 : 12).map(s -> s == 0 ? 1 : s).toArray();
      if (axes > 0 && random.nextInt(20) == 0) {
        shape[random.nextInt(axes)] = 0;
      }
      List<Integer> order = IntStream.range(0, axes).boxed().collect(Collectors.toList());
      Collections.shuffle(order, random);
      int[] permutation = order.stream().mapToInt(Integer::intValue).toArray();
      copy(
          CopyPlan.permute(shape, permutation),
          "%s by %s".formatted(Arrays.toString(shape), order),
          1 + random.nextInt(3));
    }
  }

  @Test
  void changesLayouts() {
    for (int c : new int[] {1, 3, 8, 31, 32, 33, 64, 100}) {
      for (int pixels : new int[] {1, 7, 32, 63, 64, 65, 49 * 8}) {
        for (int threads = 1; threads <= 2; threads++) {
          copy(CopyPlan.channelsLast(2, c, pixels), "to last " + c + " x " + pixels, threads);
          copy(CopyPlan.channelsFirst(2, c, pixels), "to first " + c + " x " + pixels, threads);
        }
      }
    }
    copy(CopyPlan.channelsLast(3, 130, 1111), "large", 3);
    copy(CopyPlan.channelsFirst(1, 130, 3333), "large", 3);
  }

  @Test
  void shufflesAndConcatenates() {
    copy(CopyPlan.channelShuffle(50, 24, 2), "shuffle 24 by 2", 1);
    copy(CopyPlan.channelShuffle(9, 60, 5), "shuffle 60 by 5", 1);
    copy(CopyPlan.pixelShuffle(new Volume(2, 1, 3, 5, 36), 3), "pixel shuffle", 1);
    copy(CopyPlan.pixelUnshuffle(new Volume(2, 1, 6, 4, 7), 2), "pixel unshuffle", 1);
    copy(CopyPlan.blocks(31, 17, 17, 29), "concatenation", 2);
    copy(CopyPlan.blocks(31, 17, 29, 17), "slice", 2);
    copy(CopyPlan.of(new int[] {5, 4}, new int[] {0, 3}, new int[] {7, 1}), "repeat", 1);
    copy(CopyPlan.of(new int[] {3, 6}, new int[] {1, 4}, new int[] {2, 9}), "gaps", 1);
  }

  private void copy(CopyPlan plan, String what, int threads) {
    int from = extent(plan.sizes(), plan.from());
    int to = extent(plan.sizes(), plan.to());
    CheckedContext context = new CheckedContext(threads);
    Guarded.Bytes x = Guarded.Bytes.of(samples.offset(), samples.bytes(from));
    Guarded.Bytes y = Guarded.Bytes.of(samples.offset(), samples.bytes(to));
    byte[] expected = y.array().clone();
    reference.copy(x.array(), x.offset(), plan, expected, y.offset(), context);
    kernel().copy(x.array(), x.offset(), plan, y.array(), y.offset(), context);
    assertThat(y.array()).as("%s, %s", samples, what).isEqualTo(expected);

    Guarded.Floats floats = Guarded.Floats.of(samples.offset(), samples.anyBits(from));
    Guarded.Floats result = Guarded.Floats.of(samples.offset(), samples.anyBits(to));
    float[] wanted = result.array().clone();
    reference.copy(floats.array(), floats.offset(), plan, wanted, result.offset(), context);
    kernel().copy(floats.array(), floats.offset(), plan, result.array(), result.offset(), context);
    assertThat(bits(result.array())).as("%s, %s", samples, what).isEqualTo(bits(wanted));
    context.assertAllReturned();
  }

  private static int extent(int[] sizes, int[] strides) {
    int last = 0;
    for (int k = 0; k < sizes.length; k++) {
      if (sizes[k] == 0) {
        return 0;
      }
      last += (sizes[k] - 1) * strides[k];
    }
    return last + 1;
  }

  private static int[] bits(float[] x) {
    return IntStream.range(0, x.length).map(i -> Float.floatToRawIntBits(x[i])).toArray();
  }
}
