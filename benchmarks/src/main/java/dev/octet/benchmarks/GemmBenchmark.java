package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.KernelProvider;
import dev.octet.kernel.KernelSettings;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.plain.PlainProvider;
import dev.octet.kernel.reference.ReferenceQGemm;
import java.util.Arrays;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Matrix products of one thread: M x N x K, weights packed before. The counter {@code macs} is
 * multiply-accumulates in a nanosecond, GMAC/s. The integer product is that of a dynamic linear
 * layer: unsigned activations with a zero point for each row, weights and scales per channel, bias,
 * float results.
 *
 * <p>{@code vector} is as wide as the machine allows; {@code -jvmArgsPrepend -XX:UseAVX=2} makes it
 * 256 bits with 16 registers.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class GemmBenchmark {
  /** Which kernels. */
  @Param({"java", "vector"})
  String kernels;

  /** M x N x K. */
  @Param({
    "128x3072x768",
    "1x3072x768",
    "128x768x768",
    "128x768x3072",
    "8x768x768",
    "512x1024x1024"
  })
  String shape;

  private final Execution context = Execution.of(Engine.standard(), 1);
  private long product;
  private QGemm integers;
  private QGemm.QActivations qa;
  private QGemm.QPanels qb;
  private QStage stage;
  private FloatGemm floats;
  private FloatMatrix a;
  private FloatGemm.FloatPanels b;
  private float[] bias;
  private FloatMatrix c;

  /** Counts multiply-accumulates. */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  public static class Work {
    /** Multiply-accumulates done. */
    public long macs;

    /** Starts at zero. */
    @Setup
    public void reset() {
      macs = 0;
    }
  }

  /** Makes operands, packs them, and checks one result. */
  @Setup
  public void setUp() {
    int[] sizes = Arrays.stream(shape.split("x")).mapToInt(Integer::parseInt).toArray();
    int m = sizes[0];
    int n = sizes[1];
    int k = sizes[2];
    product = (long) m * n * k;
    integers = kernel(kernels, QGemm.class);
    floats = kernel(kernels, FloatGemm.class);

    Random random = new Random(1);
    byte[] weights = new byte[n * k];
    byte[] activations = new byte[m * k];
    random.nextBytes(weights);
    random.nextBytes(activations);
    int[] zeroPoints = random.ints(m, 0, 256).toArray();
    bias = floats(random, n);
    c = FloatMatrix.of(new float[m * n], 0, m, n);
    qa = new QGemm.QActivations(activations, 0, m, k, k, true, zeroPoints, true);
    qb = integers.pack(weights, 0, n, k, false, new int[] {0});
    stage =
        new QStage.Dequantize(
            floats(random, m), true, floats(random, n), bias, false, c.array(), 0, n);
    a = FloatMatrix.of(floats(random, m * k), 0, m, k);
    b = floats.pack(FloatMatrix.of(floats(random, n * k), 0, n, k));
    check(weights);
  }

  private void check(byte[] weights) {
    QGemm reference = new ReferenceQGemm();
    integers.multiply(qa, qb, stage, context);
    float[] actual = c.array().clone();
    reference.multiply(
        qa, reference.pack(weights, 0, qb.n(), qb.k(), false, new int[] {0}), stage, context);
    if (!Arrays.equals(actual, c.array())) {
      throw new IllegalStateException(kernels + " " + shape + " differs from the reference");
    }
  }

  private static <K extends Kernel> K kernel(String name, Class<K> contract) {
    KernelProvider provider =
        switch (name) {
          case "java" -> new PlainProvider();
          case "vector" -> provider("vector-x86");
          default -> throw new IllegalArgumentException("no kernels are called " + name);
        };
    return provider.kernels(KernelSettings.BEST).find(contract).orElseThrow();
  }

  private static KernelProvider provider(String name) {
    return ServiceLoader.load(KernelProvider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(p -> p.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static float[] floats(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
  }

  /**
   * int8.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Work work) {
    integers.multiply(qa, qb, stage, context);
    work.macs += product;
  }

  /**
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Work work) {
    floats.multiply(a, b, bias, c, context);
    work.macs += product;
  }
}
