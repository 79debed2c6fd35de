package dev.octet.benchmarks;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.reference.ReferenceQGemm;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Matrix products of one thread: M x N x K, weights packed before. The counter {@code macs} is
 * multiply-accumulates in a nanosecond, GMAC/s.
 */
@Measures({QGemm.class, FloatGemm.class})
public class GemmBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** M x N x K: linear layers of transformers. */
  @Param({
    "1x768x768",
    "1x3072x768",
    "8x768x768",
    "128x768x768",
    "128x3072x768",
    "128x768x3072",
    "512x1024x1024",
    "1x4096x4096"
  })
  String shape;

  /** Whether weights may stay in the caches from call to call. */
  @Param({"warm", "cold"})
  String weights;

  private long product;
  private QGemm integers;
  private QGemm.QActivations rows;
  private QGemm.QActivations all;
  private WeightSets<QGemm.QPanels> panels;
  private QStage.Dequantize real;
  private QStage.Requantize bytes;
  private FloatGemm floats;
  private FloatMatrix a;
  private WeightSets<FloatGemm.FloatPanels> floatPanels;
  private float[] bias;
  private FloatMatrix c;

  /** Makes operands, packs them, and checks integers. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(shape);
    int m = sizes[0];
    int n = sizes[1];
    int k = sizes[2];
    product = (long) m * n * k;
    integers = Tiers.kernel(tier, QGemm.class);
    floats = Tiers.kernel(tier, FloatGemm.class);

    byte[] weight = samples.bytes(n * k);
    byte[] activations = samples.bytes(m * k);
    int[] zeroPoints = samples.zeroPoints(m);
    bias = samples.floats(n);
    c = FloatMatrix.of(new float[m * n], 0, m, n);
    rows = new QGemm.QActivations(activations, 0, m, k, k, true, zeroPoints, true);
    all = new QGemm.QActivations(activations, 0, m, k, k, true, zeroPoints, false);
    real =
        new QStage.Dequantize(
            samples.floats(m), true, samples.floats(n), bias, false, c.array(), 0, n);
    bytes = new QStage.Requantize(bias, samples.floats(n), 100, 0, 255, new byte[m * n], 0, n);
    panels =
        WeightSets.of(
            weights,
            () -> integers.pack(weight, 0, n, k, false, new int[] {0}),
            QGemm.QPanels::bytes);
    a = FloatMatrix.of(samples.floats(m * k), 0, m, k);
    FloatMatrix b = FloatMatrix.of(samples.floats(n * k), 0, n, k);
    floatPanels =
        WeightSets.of(weights, () -> floats.pack(b), p -> (long) Float.BYTES * p.array().length);
    check(weight);
  }

  private void check(byte[] weight) {
    QGemm reference = new ReferenceQGemm();
    QGemm.QPanels b =
        reference.pack(weight, 0, panels.next().n(), panels.next().k(), false, new int[] {0});
    integers.multiply(rows, panels.next(), real, context);
    float[] actual = c.array().clone();
    reference.multiply(rows, b, real, context);
    integers.multiply(all, panels.next(), bytes, context);
    byte[] actualBytes = bytes.c().clone();
    reference.multiply(all, b, bytes, context);
    if (!Arrays.equals(actual, c.array()) || !Arrays.equals(actualBytes, bytes.c())) {
      throw new IllegalStateException(tier + " " + shape + " differs from the reference");
    }
  }

  /**
   * The integer product of a dynamic linear layer: unsigned activations with a zero point for each
   * row, weights and scales per channel, bias, float results.
   *
   * @param work counts
   */
  @Benchmark
  public void int8ToFloat(Work work) {
    integers.multiply(rows, panels.next(), real, context);
    work.macs += product;
  }

  /**
   * The integer product of a static linear layer: 8-bit results.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Work work) {
    integers.multiply(all, panels.next(), bytes, context);
    work.macs += product;
  }

  /**
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Work work) {
    floats.multiply(a, floatPanels.next(), bias, c, context);
    work.macs += product;
  }
}
