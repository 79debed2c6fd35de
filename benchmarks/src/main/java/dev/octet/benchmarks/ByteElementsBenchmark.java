package dev.octet.benchmarks;

import dev.octet.kernel.QBinary;
import dev.octet.kernel.QUnary;
import dev.octet.numerics.ByteParams;
import dev.octet.numerics.ByteTable;
import java.util.function.Consumer;
import java.util.function.ObjIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** What is done with each 8-bit integer, or two of them. */
@Measures({QUnary.class, QBinary.class})
public class ByteElementsBenchmark extends KernelBenchmark {
  private static final ByteParams A = new ByteParams(0.02f, 120, true);
  private static final ByteParams B = new ByteParams(0.03f, 131, true);
  private static final ByteParams Y = new ByteParams(0.04f, 126, true);

  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** The operation. */
  @Param({"clamp", "lookup", "rescale", "prelu", "add", "addRelu", "mul"})
  String op;

  /**
   * Pixels and channels: the first and the last residual connections of ResNet-50, the first of
   * MobileNetV2, the widest values of an encoder of 128 tokens.
   */
  @Param({"3136x256", "49x2048", "3136x24", "128x1536"})
  String size;

  private int n;
  private byte[] y;
  private Operation operation;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(size);
    int channels = sizes[1];
    n = sizes[0] * channels;
    byte[] a = samples.bytes(n);
    byte[] b = samples.bytes(n);
    float[] slopes = samples.floats(channels);
    byte[] table = ByteTable.of(A, Y, ByteTable::hardSwish);
    y = new byte[n];
    operation =
        switch (op) {
          case "clamp" -> unary(k -> k.clamp(a, 0, n, true, A.zeroPoint(), 240, y, 0));
          case "lookup" -> unary(k -> k.lookup(a, 0, n, table, y, 0));
          case "rescale" -> unary(k -> k.rescale(a, 0, n, A, Y, y, 0));
          case "prelu" -> {
            ObjIntConsumer<QUnary> pixel =
                (k, i) -> k.prelu(a, i, channels, A, 0.5f, slopes, 0, 1, y, i, Y);
            yield Operation.ofRows(tier, QUnary.class, n, channels, pixel, y);
          }
          case "add" -> binary(a, b, QBinary.Params.of(QBinary.Op.ADD, A, B, Y));
          case "addRelu" -> binary(a, b, QBinary.Params.of(QBinary.Op.ADD, A, B, Y).relu());
          case "mul" -> binary(a, b, QBinary.Params.of(QBinary.Op.MUL, A, B, Y));
          default -> throw new IllegalArgumentException(op);
        };
  }

  private Operation unary(Consumer<QUnary> call) {
    return Operation.of(tier, QUnary.class, n, call, y);
  }

  private Operation binary(byte[] a, byte[] b, QBinary.Params p) {
    return Operation.of(tier, QBinary.class, n, k -> k.apply(p, a, 0, 1, b, 0, 1, n, y, 0), y);
  }

  /**
   * 8 bits in and out.
   *
   * @param work counts
   */
  @Benchmark
  public void int8(Elements work) {
    work.elements += operation.run();
  }
}
