package dev.octet.benchmarks;

import dev.octet.kernel.FloatNorm;
import dev.octet.kernel.FloatNormalization;
import dev.octet.kernel.Kernel;
import dev.octet.kernel.LayerNorm;
import dev.octet.kernel.Softmax;
import java.util.function.ObjIntConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** Normalizations of floats, softmax among them. */
@Measures({Softmax.class, LayerNorm.class, FloatNorm.class})
public class FloatNormBenchmark extends KernelBenchmark {
  private static final int GROUPS = 32;
  private static final float EPS = 1e-5f;

  /** Whose kernels. */
  @Param({"java", "vector", "native"})
  String tier;

  /** The operation; {@code groupNormPlanes} is of an image that is not channels last. */
  @Param({"softmax", "layerNorm", "batchNorm", "groupNorm", "groupNormPlanes"})
  String op;

  /**
   * Rows or pixels, and channels: an encoder of 128 tokens and its twelve heads' attention, large
   * and small images.
   */
  @Param({"128x384", "1536x128", "3136x256", "196x1024"})
  String size;

  private int pixels;
  private int channels;
  private float[] x;
  private float[] y;
  private FloatNormalization.Channels affine;
  private Operation operation;

  /** Makes operands, and checks. */
  @Setup
  public void setUp() {
    int[] sizes = Samples.sizes(size);
    pixels = sizes[0];
    channels = sizes[1];
    x = samples.normal(pixels * channels);
    y = new float[pixels * channels];
    affine = new FloatNormalization.Channels(samples.normal(channels), samples.normal(channels));
    float[] residual = samples.normal(pixels * channels);
    float[] gamma = affine.factor();
    float[] beta = affine.shift();
    operation =
        switch (op) {
          case "softmax" ->
              rows(Softmax.class, (k, i) -> k.row(x, i, channels, 0.18f, residual, 0, y, i));
          case "layerNorm" ->
              rows(
                  LayerNorm.class,
                  (k, i) -> k.row(x, i, channels, residual, i, gamma, beta, EPS, y, i));
          case "batchNorm" ->
              rows(FloatNorm.class, (k, i) -> k.apply(x, i, channels, 0, gamma, beta, 0, 1, y, i));
          case "groupNorm" -> Operation.of(tier, FloatNorm.class, x.length, this::groupNorm, y);
          case "groupNormPlanes" ->
              Operation.of(tier, FloatNorm.class, x.length, this::groupNormPlanes, y);
          default -> throw new IllegalArgumentException(op);
        };
  }

  private <K extends Kernel> Operation rows(Class<K> contract, ObjIntConsumer<K> row) {
    return Operation.ofRows(tier, contract, x.length, channels, row, y);
  }

  private void groupNorm(FloatNorm kernel) {
    FloatNormalization.groupNormChannelsLast(
        kernel, x, 0, pixels, channels, GROUPS, affine, EPS, y, 0);
  }

  private void groupNormPlanes(FloatNorm kernel) {
    int each = channels / GROUPS;
    for (int c = 0; c < channels; c += each) {
      int at = c * pixels;
      FloatNormalization.groupNorm(kernel, x, at, each, pixels, affine, c, EPS, y, at);
    }
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
