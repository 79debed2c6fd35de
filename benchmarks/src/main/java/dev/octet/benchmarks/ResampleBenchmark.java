package dev.octet.benchmarks;

import dev.octet.kernel.LinearTaps;
import dev.octet.kernel.Resample;
import dev.octet.kernel.Volume;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Linear interpolation of one image or volume. */
@Measures(Resample.class)
public class ResampleBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /**
   * Channels, input size, factor, axes. The decoders of U-Net, the scores of DeepLab, the decoder
   * of a U-Net of volumes.
   */
  @Param({"c256-n28-f2", "c64-n112-f2", "c21-n65-f8", "c64-n16-f2-a3"})
  String layer;

  private Operation bytes;
  private Operation floats;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    Letters letters = new Letters(layer);
    int n = letters.number('n');
    boolean deep = letters.number('a', 2) == 3;
    LinearTaps taps = LinearTaps.of(n, n * letters.number('f'), false, 0);
    Resample.Shape shape =
        new Resample.Shape(
            new Volume(1, deep ? n : 1, n, n, letters.number('c')),
            deep ? taps : LinearTaps.still(1),
            taps,
            taps);
    byte[] q = samples.bytes(shape.in().elements());
    byte[] r = new byte[shape.out().elements()];
    float[] x = samples.normal(q.length);
    float[] y = new float[r.length];
    bytes =
        Operation.of(
            tier,
            Resample.class,
            r.length,
            k -> k.linear(q, 0, shape, true, 120, r, 0, context),
            r);
    floats =
        Operation.of(tier, Resample.class, y.length, k -> k.linear(x, 0, shape, y, 0, context), y);
  }

  /**
   * 8 bits in and out.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Elements work) {
    work.elements += bytes.run();
  }

  /**
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Elements work) {
    work.elements += floats.run();
  }
}
