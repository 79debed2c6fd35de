package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatStage;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QStage;
import dev.octet.kernel.reference.ReferenceQConv;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntBinaryOperator;
import java.util.regex.Pattern;
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
 * Convolutions of one thread and one image with ReLU, channels last, weights packed before. The
 * counter {@code macs} is multiply-accumulates in a nanosecond, GMAC/s. Results go to arrays that
 * are there already. {@code -jvmArgsPrepend -XX:UseAVX=2} measures 256-bit vectors.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 9, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class ConvBenchmark {
  private static final Pattern NUMBER = Pattern.compile("([a-z])([0-9]+)");

  /** Whose kernels. */
  @Param({"java", "vector"})
  String tier;

  /** Letters and numbers: in, out, kernel, stride, padding, groups, dilation, input size. */
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
    "i256-o256-k3-p1-g32-n56"
  })
  String layer;

  /** Whether weights may stay in the caches from call to call. */
  @Param({"warm", "cold"})
  String weights;

  private final Execution context = Execution.of(Engine.standard(), 1);
  private long macs;
  private QConv integers;
  private QConv.QImage image;
  private WeightSets<QConv.QFilters> filters;
  private QStage.Requantize stage;
  private FloatConv floats;
  private FloatConv.FloatImage floatImage;
  private WeightSets<FloatConv.FloatFilters> floatFilters;
  private FloatStage floatStage;

  /** Makes operands, packs them, and checks integers. */
  @Setup
  public void setUp() {
    Map<Character, Integer> given = new HashMap<>();
    NUMBER
        .matcher(layer)
        .results()
        .forEach(m -> given.put(m.group(1).charAt(0), Integer.parseInt(m.group(2))));
    IntBinaryOperator number = (letter, standard) -> given.getOrDefault((char) letter, standard);
    int size = given.get('n');
    int padding = number.applyAsInt('p', 0);
    Axis axis =
        new Axis(
            given.get('k'),
            number.applyAsInt('s', 1),
            padding,
            padding,
            number.applyAsInt('d', 1),
            0);
    ConvFilter filter =
        new ConvFilter(
            given.get('i'),
            given.get('o'),
            number.applyAsInt('g', 1),
            false,
            Axis.NONE,
            axis,
            axis);
    int out = filter.outputSize(axis, size);
    int results = out * out * filter.outChannels();
    macs = (long) results * filter.k();
    makeIntegers(filter, size, results);
    makeFloats(filter, size, results);
  }

  private void makeIntegers(ConvFilter filter, int size, int results) {
    Random random = new Random(1);
    integers = Tiers.kernel(tier, QConv.class);
    byte[] x = new byte[size * size * filter.inChannels()];
    byte[] w = new byte[filter.outChannels() * filter.k()];
    random.nextBytes(x);
    random.nextBytes(w);
    image = new QConv.QImage(x, 0, 1, 1, size, size, filter.inChannels(), true, 117);
    filters =
        WeightSets.of(
            weights,
            () -> integers.pack(filter, w, 0, false, new int[] {0}),
            QConv.QFilters::bytes);
    float[] multipliers = new float[filter.outChannels()];
    Arrays.fill(multipliers, 1e-3f);
    stage =
        new QStage.Requantize(
            floats(random, filter.outChannels()),
            multipliers,
            0,
            0,
            255,
            new byte[results],
            0,
            filter.outChannels());
    integers.convolve(image, filters.next(), stage, context);
    byte[] actual = stage.c().clone();
    QConv reference = new ReferenceQConv();
    reference.convolve(image, reference.pack(filter, w, 0, false, new int[] {0}), stage, context);
    if (!Arrays.equals(actual, stage.c())) {
      throw new IllegalStateException(tier + " " + layer + " differs from the reference");
    }
  }

  private void makeFloats(ConvFilter filter, int size, int results) {
    Random random = new Random(1);
    floats = Tiers.kernel(tier, FloatConv.class);
    float[] x = floats(random, size * size * filter.inChannels());
    float[] w = floats(random, filter.outChannels() * filter.k());
    floatImage = new FloatConv.FloatImage(x, 0, 1, 1, size, size, filter.inChannels());
    floatFilters =
        WeightSets.of(weights, () -> floats.pack(filter, w, 0), FloatConv.FloatFilters::bytes);
    floatStage =
        FloatStage.of(
                floats(random, filter.outChannels()), new float[results], 0, filter.outChannels())
            .clamped(0, Float.POSITIVE_INFINITY);
  }

  private static float[] floats(Random random, int n) {
    float[] x = new float[n];
    for (int i = 0; i < n; i++) {
      x[i] = random.nextFloat() - 0.5f;
    }
    return x;
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
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Work work) {
    floats.convolve(floatImage, floatFilters.next(), floatStage, context);
    work.macs += macs;
  }
}
