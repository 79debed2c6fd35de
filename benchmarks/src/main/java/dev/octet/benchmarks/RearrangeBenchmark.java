package dev.octet.benchmarks;

import dev.octet.kernel.AxisIndices;
import dev.octet.kernel.CopyPlan;
import dev.octet.kernel.Rearrange;
import dev.octet.kernel.Volume;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Elements of one image in another order. Plain Java alone has kernels for that. */
@Measures(Rearrange.class)
public class RearrangeBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param("java")
  String tier;

  /**
   * What, channels, input size, and groups, padding or factor. ShuffleNetV2, the input of an image
   * network and what it hands on, U-Net, feature pyramids, super-resolution.
   */
  @Param({
    "channelShuffle-c116-n28-g2",
    "channelShuffle-c464-n7-g2",
    "channelsLast-c3-n224",
    "channelsFirst-c256-n56",
    "concat-c58-n28",
    "concat-c64-n112",
    "pad-c64-n112-p1",
    "nearest-c256-n28-f2",
    "pixelShuffle-c256-n48-f2"
  })
  String layer;

  private byte[] q;
  private byte[] r;
  private float[] x;
  private float[] y;
  private Operation bytes;
  private Operation floats;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    Letters letters = new Letters(layer);
    int n = letters.number('n');
    int c = letters.number('c');
    int pixels = n * n;
    Volume in = new Volume(1, 1, n, n, c);
    switch (letters.word()) {
      case "channelShuffle" -> copy(CopyPlan.channelShuffle(pixels, c, letters.number('g')));
      case "channelsLast" -> copy(CopyPlan.channelsLast(1, c, pixels));
      case "channelsFirst" -> copy(CopyPlan.channelsFirst(1, c, pixels));
      case "pixelShuffle" -> copy(CopyPlan.pixelShuffle(in, letters.number('f')));
      case "concat" -> concat(CopyPlan.blocks(pixels, c, c, 2 * c), c);
      case "pad" -> {
        int p = letters.number('p');
        gather(in, AxisIndices.padded(AxisIndices.Padding.CONSTANT, n, p, p));
      }
      case "nearest" -> gather(in, AxisIndices.nearest(n, n * letters.number('f'), 0));
      default -> throw new IllegalArgumentException(layer);
    }
  }

  private void copy(CopyPlan plan) {
    operands(plan.elements(), plan.elements());
    operations(k -> k.copy(q, 0, plan, r, 0, context), k -> k.copy(x, 0, plan, y, 0, context));
  }

  /** Twice the same input, side by side. */
  private void concat(CopyPlan plan, int channels) {
    operands(plan.elements(), 2 * plan.elements());
    operations(
        k -> {
          k.copy(q, 0, plan, r, 0, context);
          k.copy(q, 0, plan, r, channels, context);
        },
        k -> {
          k.copy(x, 0, plan, y, 0, context);
          k.copy(x, 0, plan, y, channels, context);
        });
  }

  private void gather(Volume in, int[] indices) {
    Rearrange.Pixels pixels = new Rearrange.Pixels(in, new int[1], indices, indices);
    operands(in.elements(), pixels.out().elements());
    operations(
        k -> k.gather(q, 0, pixels, (byte) 120, r, 0, context),
        k -> k.gather(x, 0, pixels, 0f, y, 0, context));
  }

  private void operands(int inputs, int results) {
    q = samples.bytes(inputs);
    r = new byte[results];
    x = samples.normal(inputs);
    y = new float[results];
  }

  private void operations(Consumer<Rearrange> ofBytes, Consumer<Rearrange> ofFloats) {
    bytes = Operation.of(tier, Rearrange.class, r.length, ofBytes, r);
    floats = Operation.of(tier, Rearrange.class, y.length, ofFloats, y);
  }

  /**
   * Bytes.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Elements work) {
    work.elements += bytes.run();
  }

  /**
   * Floats.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Elements work) {
    work.elements += floats.run();
  }
}
