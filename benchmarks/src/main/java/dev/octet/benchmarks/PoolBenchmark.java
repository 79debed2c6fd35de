package dev.octet.benchmarks;

import dev.octet.kernel.Pool;
import dev.octet.kernel.Volume;
import dev.octet.kernel.Windows;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Pooling of one image. */
@Measures(Pool.class)
public class PoolBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /**
   * Channels, input size, kernel, stride, padding; global without a kernel. The stems of ResNet-50
   * and ShuffleNetV2, U-Net, DenseNet, Inception, the heads of MobileNetV2 and ResNet-50.
   */
  @Param({
    "max-c64-n112-k3-s2-p1",
    "max-c24-n112-k3-s2-p1",
    "max-c64-n224-k2-s2",
    "max-c256-n56-k2-s2",
    "average-c128-n56-k2-s2",
    "average-c192-n35-k3-s1-p1",
    "average-c1280-n7",
    "average-c2048-n7"
  })
  String layer;

  private Pool.Shape shape;
  private Operation bytes;
  private Operation floats;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    Letters letters = new Letters(layer);
    int n = letters.number('n');
    int kernel = letters.number('k', 0);
    Windows windows =
        kernel == 0
            ? Windows.adaptive(n, 1)
            : Windows.sliding(
                n, Windows.Sliding.of(kernel, letters.number('s'), letters.number('p', 0)));
    shape =
        new Pool.Shape(
            new Volume(1, 1, n, n, letters.number('c')), Windows.each(1), windows, windows);
    byte[] q = samples.bytes(shape.in().elements());
    byte[] r = new byte[shape.out().elements()];
    float[] x = samples.normal(q.length);
    float[] y = new float[r.length];
    switch (letters.word()) {
      case "max" -> {
        bytes = pool(k -> k.max(q, 0, shape, true, r, 0, context), r);
        floats = pool(k -> k.max(x, 0, shape, y, 0, context), y);
      }
      case "average" -> {
        Pool.Integers integers = new Pool.Integers(true, 120, 1f, 120, 0, 255);
        bytes = pool(k -> k.average(q, 0, shape, integers, 0, r, 0, context), r);
        floats = pool(k -> k.average(x, 0, shape, 0, y, 0, context), y);
      }
      default -> throw new IllegalArgumentException(layer);
    }
  }

  private Operation pool(Consumer<Pool> call, Object result) {
    return Operation.of(tier, Pool.class, shape.in().elements(), call, result);
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
