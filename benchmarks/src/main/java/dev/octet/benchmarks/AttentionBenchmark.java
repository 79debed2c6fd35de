package dev.octet.benchmarks;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatMatrix;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * Products of two activations, packed in each call, as attention has them: all heads of one
 * sentence, whose queries, keys and values lie side by side. The counter {@code macs} is GMAC/s,
 * packing included.
 */
@Measures({QGemm.class, FloatGemm.class})
public class AttentionBenchmark extends KernelBenchmark {
  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** Heads, tokens, and the size of a head: all-MiniLM-L6-v2, BERT. */
  @Param({"12x128x32", "12x128x64", "12x384x64"})
  String shape;

  private int heads;
  private int tokens;
  private int size;
  private int width;
  private Operation intScores;
  private Operation intValues;
  private Operation floatScores;
  private Operation floatValues;

  private record IntHead(QGemm.QActivations a, QGemm.QMatrix b, QStage stage) {}

  private record FloatHead(FloatMatrix a, FloatMatrix b, FloatMatrix c) {}

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(shape);
    heads = sizes[0];
    tokens = sizes[1];
    size = sizes[2];
    width = heads * size;
    integers();
    floats();
  }

  /** Scores become floats, for the softmax; its results are bytes again. */
  private void integers() {
    byte[] queries = samples.bytes(tokens * width);
    byte[] keys = samples.bytes(tokens * width);
    byte[] weights = samples.bytes(heads * tokens * tokens);
    float[] scores = new float[heads * tokens * tokens];
    byte[] y = new byte[tokens * width];
    float[] scale = {0.02f};
    float[] multiplier = {1e-3f};
    List<IntHead> products = new ArrayList<>();
    List<IntHead> sums = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      int head = h * size;
      int square = h * tokens * tokens;
      products.add(
          new IntHead(
              rows(queries, head, size, width),
              new QGemm.QMatrix(keys, head, tokens, size, width, 1, true, 131),
              new QStage.Dequantize(scale, false, scale, null, false, scores, square, tokens)));
      sums.add(
          new IntHead(
              rows(weights, square, tokens, tokens),
              new QGemm.QMatrix(keys, head, size, tokens, 1, width, true, 131),
              new QStage.Requantize(null, multiplier, 120, 0, 255, y, head, width)));
    }
    intScores = Operation.of(tier, QGemm.class, macs(), k -> multiply(k, products), scores);
    intValues = Operation.of(tier, QGemm.class, macs(), k -> multiply(k, sums), y);
  }

  private QGemm.QActivations rows(byte[] array, int offset, int cols, int stride) {
    return new QGemm.QActivations(
        array, offset, tokens, cols, stride, true, new int[] {117}, false);
  }

  private void multiply(QGemm kernel, List<IntHead> all) {
    for (IntHead head : all) {
      QGemm.QPanels panels = kernel.pack(head.b, context);
      kernel.multiply(head.a, panels, head.stage, context);
      kernel.release(panels, context);
    }
  }

  private void floats() {
    float[] queries = samples.floats(tokens * width);
    float[] keys = samples.floats(tokens * width);
    float[] weights = samples.floats(heads * tokens * tokens);
    float[] scores = new float[heads * tokens * tokens];
    float[] y = new float[tokens * width];
    List<FloatHead> products = new ArrayList<>();
    List<FloatHead> sums = new ArrayList<>();
    for (int h = 0; h < heads; h++) {
      int square = h * tokens * tokens;
      FloatMatrix key = head(keys, h);
      products.add(
          new FloatHead(head(queries, h), key, FloatMatrix.of(scores, square, tokens, tokens)));
      sums.add(
          new FloatHead(
              FloatMatrix.of(weights, square, tokens, tokens), key.transposed(), head(y, h)));
    }
    floatScores = Operation.of(tier, FloatGemm.class, macs(), k -> multiply(k, products), scores);
    floatValues = Operation.of(tier, FloatGemm.class, macs(), k -> multiply(k, sums), y);
  }

  private FloatMatrix head(float[] array, int h) {
    return new FloatMatrix(array, h * size, tokens, size, width, 1);
  }

  private void multiply(FloatGemm kernel, List<FloatHead> all) {
    for (FloatHead head : all) {
      float[] packed = context.floats(kernel.packedSize(head.b.rows(), head.b.cols()));
      kernel.multiply(head.a, kernel.pack(head.b, packed), null, head.c, context);
      context.release(packed);
    }
  }

  private long macs() {
    return (long) tokens * tokens * width;
  }

  /**
   * Queries and keys: unsigned bytes, float results.
   *
   * @param work counts
   */
  @Benchmark
  public void int8Scores(Work work) {
    work.macs += intScores.run();
  }

  /**
   * Weights and values: unsigned bytes, 8-bit results.
   *
   * @param work counts
   */
  @Benchmark
  public void int8Values(Work work) {
    work.macs += intValues.run();
  }

  /**
   * Queries and keys, float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32Scores(Work work) {
    work.macs += floatScores.run();
  }

  /**
   * Weights and values, float32.
   *
   * @param work counts
   */
  @Benchmark
  public void float32Values(Work work) {
    work.macs += floatValues.run();
  }
}
