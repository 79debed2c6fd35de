package dev.octet.benchmarks;

import dev.octet.engine.Engine;
import dev.octet.engine.EngineOptions;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.Tier;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
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
 * The kernels of a row or an element, at the sizes of an encoder of 128 tokens, row by row as its
 * modules call them. Times are of the whole matrix. {@code -jvmArgsPrepend -XX:UseAVX=2} measures
 * 256-bit vectors.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
    value = 1,
    jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
public class RowsBenchmark {
  /** Rows and their length: a layer's values, its widest ones, twelve heads' attention. */
  @Param({"128x384", "128x1536", "1536x128"})
  String size;

  /** The tier. */
  @Param({"java", "vector"})
  String tier;

  private int rows;
  private int n;
  private float[] x;
  private float[] residual;
  private float[] y;
  private byte[] q;
  private float[] minMax;
  private Quantizer quantizer;
  private FloatUnary unary;
  private FloatBinary binary;
  private Softmax softmax;
  private LayerNorm layerNorm;

  /** Makes the values. */
  @Setup
  public void setUp() {
    rows = Integer.parseInt(size.substring(0, size.indexOf('x')));
    n = Integer.parseInt(size.substring(size.indexOf('x') + 1));
    Engine engine = Engine.of(EngineOptions.of(Tier.valueOf(tier.toUpperCase(Locale.ROOT))));
    quantizer = engine.kernel(Quantizer.class);
    unary = engine.kernel(FloatUnary.class);
    binary = engine.kernel(FloatBinary.class);
    softmax = engine.kernel(Softmax.class);
    layerNorm = engine.kernel(LayerNorm.class);
    Random random = new Random(1);
    x = new float[rows * n];
    residual = new float[rows * n];
    q = new byte[rows * n];
    random.nextBytes(q);
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
      residual[i] = (float) random.nextGaussian();
    }
    y = new float[rows * n];
    minMax = new float[2 * rows];
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] minMax() {
    for (int i = 0; i < rows; i++) {
      quantizer.minMax(x, i * n, n, minMax, 2 * i);
    }
    return minMax;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public byte[] quantize() {
    for (int i = 0; i < rows; i++) {
      quantizer.quantize(x, i * n, n, 0.03f, 120, 0, 255, q, i * n);
    }
    return q;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] dequantize() {
    for (int i = 0; i < rows; i++) {
      quantizer.dequantize(q, i * n, n, true, 0.03f, 120, y, i * n);
    }
    return y;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] expandRow() {
    for (int i = 0; i < rows; i++) {
      quantizer.expandRow(q, i * n, n, 0.03f, -3f, y, i * n);
    }
    return y;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] add() {
    for (int i = 0; i < rows; i++) {
      binary.apply(FloatBinary.Op.ADD, x, i * n, 1, residual, i * n, 1, n, y, i * n);
    }
    return y;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] exp() {
    return apply(FloatUnary.Op.EXP);
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] tanh() {
    return apply(FloatUnary.Op.TANH);
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] sigmoid() {
    return apply(FloatUnary.Op.SIGMOID);
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] erf() {
    return apply(FloatUnary.Op.ERF);
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] gelu() {
    return apply(FloatUnary.Op.GELU);
  }

  private float[] apply(FloatUnary.Op op) {
    for (int i = 0; i < rows; i++) {
      unary.apply(op, x, i * n, n, y, i * n);
    }
    return y;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] softmax() {
    for (int i = 0; i < rows; i++) {
      softmax.row(x, i * n, n, 0.17677669f, residual, 0, y, i * n);
    }
    return y;
  }

  /** {@return what must not be optimised away} */
  @Benchmark
  public float[] layerNorm() {
    for (int i = 0; i < rows; i++) {
      layerNorm.row(x, i * n, n, residual, i * n, residual, residual, 1e-12f, y, i * n);
    }
    return y;
  }
}
