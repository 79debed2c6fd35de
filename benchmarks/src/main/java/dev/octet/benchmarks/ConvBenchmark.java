package dev.octet.benchmarks;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Volume;
import dev.octet.kernel.reference.ReferenceQConv;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Convolutions of one thread and one image with ReLU, channels last, weights packed before. The
 * counter {@code macs} is multiply-accumulates in a nanosecond, GMAC/s.
 */
@Measures({QConv.class, FloatConv.class})
public class ConvBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /**
   * {@linkplain ConvLayer Letters and numbers}. From ResNet-50, MobileNetV2, DeepLab, ResNeXt; then
   * transposed ones of U-Net, a generator and an upsampling head; sequences, of Whisper and of a
   * Conformer; volumes, of R3D and X3D.
   */
  @Param({
    "i3-o64-k7-s2-p3-n224",
    "i64-o64-k1-n56",
    "i64-o64-k3-p1-n56",
    "i64-o256-k1-n56",
    "i128-o128-k3-p1-n28",
    "i256-o256-k3-p1-n14",
    "i512-o512-k3-p1-n7",
    "i1024-o2048-k1-s2-n14",
    "i144-o144-k3-p1-g144-n56",
    "i576-o576-k3-p1-g576-n14",
    "i960-o960-k3-p1-g960-n7",
    "i144-o144-k3-p2-d2-g144-n56",
    "i144-o144-k5-p2-g144-n56",
    "i256-o256-k3-p1-g32-n56",
    "i128-o64-k2-s2-t1-n56",
    "i256-o128-k4-s2-p1-t1-n16",
    "i64-o64-k4-s2-p1-g64-t1-n28",
    "i80-o384-k3-p1-a1-n3000",
    "i256-o256-k31-p15-g256-a1-n200",
    "i64-o64-k3-p1-a3-n14",
    "i108-o108-k3-p1-g108-a3-n14"
  })
  String layer;

  /** Whether weights may stay in the caches from call to call. */
  @Param({"warm", "cold"})
  String weights;

  private long macs;
  private QConv integers;
  private QConv.QImage image;
  private WeightSets<QConv.QFilters> filters;
  private QStage.Requantize stage;
  private QStage.RequantizeAdd addStage;
  private FloatConv floats;
  private FloatConv.FloatImage floatImage;
  private WeightSets<FloatConv.FloatFilters> floatFilters;
  private FloatStage floatStage;
  private FloatStage floatAddStage;

  /** Makes operands, packs them, and checks integers. */
  @Setup
  public void setUp() {
    ConvLayer shape = ConvLayer.of(layer);
    macs = shape.macs();
    makeIntegers(shape);
    makeFloats(shape);
  }

  private void makeIntegers(ConvLayer shape) {
    ConvFilter filter = shape.filter();
    int out = filter.outChannels();
    integers = Tiers.kernel(tier, QConv.class);
    byte[] x = samples.bytes(shape.in().elements());
    byte[] w = samples.bytes(out * filter.k());
    Volume in = shape.in();
    image = new QConv.QImage(x, 0, 1, in.d(), in.h(), in.w(), in.c(), true, 117);
    filters =
        WeightSets.of(
            weights,
            () -> integers.pack(filter, w, 0, false, new int[] {0}),
            QConv.QFilters::bytes);
    float[] bias = samples.floats(out);
    float[] scales = new float[out];
    Arrays.fill(scales, 1e-3f);
    byte[] y = new byte[shape.out().elements()];
    byte[] addend = samples.bytes(y.length);
    stage = new QStage.Requantize(bias, scales, 0, 0, 255, y, 0, out);
    addStage =
        new QStage.RequantizeAdd(
            bias, scales, addend, 0, out, true, 0.5f, 120, 1f, 0, 0, 255, y, 0, out);
    check(w, stage, y);
    check(w, addStage, y);
  }

  private void check(byte[] w, QStage kind, byte[] y) {
    integers.convolve(image, filters.next(), kind, context);
    byte[] actual = y.clone();
    QConv reference = new ReferenceQConv();
    ConvFilter filter = filters.next().filter();
    reference.convolve(image, reference.pack(filter, w, 0, false, new int[] {0}), kind, context);
    if (!Arrays.equals(actual, y)) {
      throw new IllegalStateException(tier + " " + layer + " differs from the reference");
    }
  }

  private void makeFloats(ConvLayer shape) {
    ConvFilter filter = shape.filter();
    int out = filter.outChannels();
    floats = Tiers.kernel(tier, FloatConv.class);
    float[] x = samples.floats(shape.in().elements());
    float[] w = samples.floats(out * filter.k());
    Volume in = shape.in();
    floatImage = new FloatConv.FloatImage(x, 0, 1, in.d(), in.h(), in.w(), in.c());
    floatFilters =
        WeightSets.of(weights, () -> floats.pack(filter, w, 0), FloatConv.FloatFilters::bytes);
    float[] y = new float[shape.out().elements()];
    floatStage = FloatStage.of(samples.floats(out), y, 0, out).clamped(0, Float.POSITIVE_INFINITY);
    floatAddStage = floatStage.plus(samples.floats(y.length), 0, out);
  }

  /**
   * 8 bits in and out.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Work work) {
    integers.convolve(image, filters.next(), stage, context);
    work.macs += macs;
  }

  /**
   * 8 bits in and out, and a residual connection added.
   *
   * @param work counts
   */
  @Benchmark
  public void int8Add(Work work) {
    integers.convolve(image, filters.next(), addStage, context);
    work.macs += macs;
  }

  /**
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Work work) {
    floats.convolve(floatImage, floatFilters.next(), floatStage, context);
    work.macs += macs;
  }

  /**
   * float32, and a residual connection added.
   *
   * @param work counts
   */
  @Benchmark
  public void float32Add(Work work) {
    floats.convolve(floatImage, floatFilters.next(), floatAddStage, context);
    work.macs += macs;
  }
}
