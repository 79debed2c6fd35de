package dev.octet.benchmarks;

import dev.octet.kernel.TopK;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** The greatest values of a row. Plain Java alone has a kernel for that. */
@Measures(TopK.class)
public class TopKBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param("java")
  String tier;

  /** Of how many, and how many: classes of ImageNet, words of BERT, boxes of a detector. */
  @Param({"n1000-k5", "n30522-k10", "n8400-k300"})
  String layer;

  private Operation bytes;
  private Operation floats;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    Letters letters = new Letters(layer);
    int n = letters.number('n');
    int count = letters.number('k');
    byte[] q = samples.bytes(n);
    float[] x = samples.normal(n);
    byte[] greatest = new byte[count];
    float[] most = new float[count];
    int[] places = new int[count];
    bytes =
        Operation.of(
            tier,
            TopK.class,
            n,
            k -> k.bytes(q, 0, n, true, true, count, greatest, places, 0),
            places);
    floats =
        Operation.of(
            tier, TopK.class, n, k -> k.floats(x, 0, n, true, count, most, places, 0), places);
  }

  /**
   * 8-bit integers.
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
