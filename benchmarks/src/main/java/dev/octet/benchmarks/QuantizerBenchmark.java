package dev.octet.benchmarks;

import dev.octet.kernel.Quantizer;
import java.util.function.ObjIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Between floats and 8-bit integers, row by row. */
@Measures(Quantizer.class)
public class QuantizerBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** The operation. */
  @Param({"minMax", "quantize", "quantizeFused", "dequantize", "expandRow"})
  String op;

  /** Rows and their length: values and widest ones of 128 tokens, an image. */
  @Param({"128x384", "128x1536", "1x150528"})
  String size;

  private int all;
  private int n;
  private Operation operation;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(size);
    n = sizes[1];
    all = sizes[0] * n;
    float[] x = samples.normal(all);
    byte[] q = samples.bytes(all);
    byte[] bytes = new byte[all];
    float[] floats = new float[all];
    operation =
        switch (op) {
          case "minMax" -> rows((k, i) -> k.minMax(x, i, n, floats, 2 * (i / n)), floats);
          case "quantize" ->
              rows((k, i) -> k.quantize(x, i, n, 0.03f, 120, 0, 255, bytes, i), bytes);
          case "quantizeFused" ->
              rows((k, i) -> k.quantizeFused(x, i, n, 0.03f, 120, 0, 255, bytes, i), bytes);
          case "dequantize" ->
              rows((k, i) -> k.dequantize(q, i, n, true, 0.03f, 120, floats, i), floats);
          case "expandRow" -> rows((k, i) -> k.expandRow(q, i, n, 0.03f, -3f, floats, i), floats);
          default -> throw new IllegalArgumentException(op);
        };
  }

  private Operation rows(ObjIntConsumer<Quantizer> row, Object result) {
    return Operation.ofRows(tier, Quantizer.class, all, n, row, result);
  }

  /**
   * All rows.
   *
   * @param work counts
   */
  @Benchmark
  public void rows(Elements work) {
    work.elements += operation.run();
  }
}
