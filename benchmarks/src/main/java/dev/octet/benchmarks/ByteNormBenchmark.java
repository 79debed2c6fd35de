package dev.octet.benchmarks;

import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormalization;
import dev.octet.numerics.ByteParams;
import java.util.function.Consumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Normalizations of 8-bit integers. */
@Measures(QNorm.class)
public class ByteNormBenchmark extends KernelBenchmark {
  private static final int GROUPS = 32;
  private static final float EPS = 1e-5f;
  private static final ByteParams X = new ByteParams(0.02f, 120, true);
  private static final ByteParams Y = new ByteParams(0.04f, 126, true);

  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** The operation; {@code groupNormPlanes} is of an image that is not channels last. */
  @Param({"layerNorm", "batchNorm", "groupNorm", "groupNormPlanes"})
  String op;

  /** Rows or pixels, and channels: an encoder of 128 tokens, large and small images. */
  @Param({"128x384", "3136x256", "196x1024"})
  String size;

  private int pixels;
  private int channels;
  private byte[] q;
  private byte[] y;
  private QNormalization.Steps steps;
  private Operation operation;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(size);
    pixels = sizes[0];
    channels = sizes[1];
    q = samples.bytes(pixels * channels);
    y = new byte[pixels * channels];
    float[] gamma = samples.normal(channels);
    steps = QNormalization.Steps.of(gamma, samples.normal(channels), Y.scale());
    Consumer<QNorm> call =
        switch (op) {
          case "layerNorm" -> this::layerNorm;
          case "batchNorm" -> this::batchNorm;
          case "groupNorm" -> this::groupNorm;
          case "groupNormPlanes" -> this::groupNormPlanes;
          default -> throw new IllegalArgumentException(op);
        };
    operation = Operation.of(tier, QNorm.class, q.length, call, y);
  }

  private void layerNorm(QNorm kernel) {
    for (int i = 0; i < q.length; i += channels) {
      QNormalization.layerNorm(kernel, q, i, channels, X, steps, EPS, y, i, Y);
    }
  }

  private void batchNorm(QNorm kernel) {
    for (int i = 0; i < q.length; i += channels) {
      QNormalization.batchNorm(kernel, q, i, channels, X, steps, 0, 1, y, i, Y, false);
    }
  }

  private void groupNorm(QNorm kernel) {
    QNormalization.groupNormChannelsLast(
        kernel, q, 0, pixels, channels, GROUPS, X, steps, EPS, y, 0, Y);
  }

  private void groupNormPlanes(QNorm kernel) {
    int each = channels / GROUPS;
    for (int c = 0; c < channels; c += each) {
      int at = c * pixels;
      QNormalization.groupNorm(kernel, q, at, each, pixels, X, steps, c, EPS, y, at, Y);
    }
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
