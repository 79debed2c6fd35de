package dev.octet.benchmarks;

import dev.octet.kernel.FloatActivation;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import java.util.Locale;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What is done with each float, or two of them. */
@Measures({FloatUnary.class, FloatBinary.class, FloatActivation.class})
public class FloatElementsBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** The operation. */
  @Param({
    "neg",
    "abs",
    "relu",
    "sqrt",
    "reciprocal",
    "exp",
    "tanh",
    "sigmoid",
    "erf",
    "gelu",
    "add",
    "sub",
    "mul",
    "div",
    "pow",
    "clamp",
    "prelu",
    "hardSigmoid",
    "hardSwish",
    "elu"
  })
  String op;

  /**
   * Pixels and channels: the values and the widest ones of an encoder of 128 tokens, the first
   * residual connections of ResNet-50 and of MobileNetV2.
   */
  @Param({"128x384", "128x1536", "3136x256", "3136x24"})
  String size;

  private int n;
  private float[] x;
  private float[] positive;
  private float[] y;
  private Operation operation;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(size);
    n = sizes[0] * sizes[1];
    x = samples.normal(n);
    positive = samples.normal(n);
    for (int i = 0; i < n; i++) {
      positive[i] = Math.abs(positive[i]);
    }
    y = new float[n];
    operation =
        switch (op) {
          case "add", "sub", "mul", "div", "pow" ->
              binary(FloatBinary.Op.valueOf(op.toUpperCase(Locale.ROOT)));
          case "clamp" -> activation(k -> k.clamp(x, 0, n, 0f, 6f, y, 0));
          case "prelu" -> prelu(sizes[1]);
          case "hardSigmoid" -> activation(k -> k.hardSigmoid(x, 0, n, y, 0));
          case "hardSwish" -> activation(k -> k.hardSwish(x, 0, n, y, 0));
          case "elu" -> activation(k -> k.elu(x, 0, n, 1f, 1f, y, 0));
          default -> unary(FloatUnary.Op.valueOf(op.toUpperCase(Locale.ROOT)));
        };
  }

  private Operation unary(FloatUnary.Op function) {
    float[] arguments = function == FloatUnary.Op.SQRT ? positive : x;
    return Operation.of(
        tier, FloatUnary.class, n, k -> k.apply(function, arguments, 0, n, y, 0), y);
  }

  private Operation binary(FloatBinary.Op function) {
    return Operation.of(
        tier, FloatBinary.class, n, k -> k.apply(function, positive, 0, 1, x, 0, 1, n, y, 0), y);
  }

  private Operation activation(Consumer<FloatActivation> call) {
    return Operation.of(tier, FloatActivation.class, n, call, y);
  }

  private Operation prelu(int channels) {
    return Operation.ofRows(
        tier,
        FloatActivation.class,
        n,
        channels,
        (k, i) -> k.prelu(x, i, channels, positive, 0, 1, y, i),
        y);
  }

  /**
   * float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32(Elements work) {
    work.elements += operation.run();
  }
}
