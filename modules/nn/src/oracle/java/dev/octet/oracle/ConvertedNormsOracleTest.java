package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.floats;
import static dev.octet.oracle.TorchBytes.number;

import dev.octet.kernel.FloatUnary;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.BatchNorm;
import dev.octet.nn.modules.GroupNorm;
import dev.octet.nn.modules.InstanceNorm;
import dev.octet.nn.modules.LayerNorm;
import dev.octet.tensor.FloatTensor;
import java.util.List;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Normalizations, converted, beside PyTorch's quantized operators. */
@Tag("oracle")
class ConvertedNormsOracleTest {
  private static final int CASES = 140;
  private static final float EPS = 1e-5f;

  @BeforeAll
  static void start() {
    TorchBytes.start();
  }

  private static int[] image(Draw draw, int spatial, int channels) {
    int[] shape = new int[spatial + 2];
    shape[0] = draw.between(1, 3);
    shape[1] = channels;
    for (int i = 2; i < shape.length; i++) {
      shape[i] = draw.between(3, spatial == 1 ? 60 : spatial == 2 ? 10 : 5);
    }
    return shape;
  }

  private static FloatTensor factors(Draw draw, int n) {
    return FloatTensor.wrap(draw.normal(n, 1, 0.3), n);
  }

  private static FloatTensor terms(Draw draw, int n) {
    return FloatTensor.wrap(draw.normal(n, 0, 0.5), n);
  }

  private static IValue of(FloatTensor t) {
    return floats(t.toArray());
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true"})
  void batchNorm(int spatial, boolean relu) {
    String operator = "quantized::batch_norm" + spatial + "d" + (relu ? "_relu" : "");
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          int channels = draw.between(2, 20);
          float[] variance = draw.normal(channels, 0, 2);
          for (int i = 0; i < channels; i++) {
            variance[i] = 0.1f + variance[i] * variance[i];
          }
          BatchNorm norm =
              new BatchNorm(
                  factors(draw, channels),
                  terms(draw, channels),
                  terms(draw, channels),
                  FloatTensor.wrap(variance, channels),
                  EPS);
          return new Layer(
              relu ? List.of(norm, new Activation(FloatUnary.Op.RELU)) : List.of(norm),
              List.of(image(draw, spatial, channels)),
              (x, c) ->
                  ask(
                      operator,
                      x[0],
                      of(norm.gamma()),
                      of(norm.beta()),
                      of(norm.mean()),
                      of(norm.variance()),
                      number(EPS),
                      number(c.y().scale()),
                      number(c.y().zeroPoint())));
        });
  }

  @Test
  void layerNorm() {
    LayerSuite.check(
        "quantized::layer_norm",
        CASES,
        draw -> {
          int n = draw.between(20, 300);
          LayerNorm norm = new LayerNorm(factors(draw, n), terms(draw, n), EPS);
          return Layer.of(
              norm,
              new int[] {draw.between(1, 3), draw.between(1, 4), n},
              (x, c) ->
                  ask(
                      "quantized::layer_norm",
                      x[0],
                      Operators.ints(n),
                      of(norm.gamma()),
                      of(norm.beta()),
                      number(EPS),
                      number(c.y().scale()),
                      number(c.y().zeroPoint())));
        });
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void groupNorm(int spatial) {
    LayerSuite.check(
        "quantized::group_norm, " + spatial + "d",
        CASES,
        draw -> {
          int groups = draw.between(1, 4);
          int channels = groups * draw.between(2, 6);
          GroupNorm norm =
              new GroupNorm(groups, factors(draw, channels), terms(draw, channels), EPS);
          return Layer.of(
              norm,
              image(draw, spatial, channels),
              (x, c) ->
                  ask(
                      "quantized::group_norm",
                      x[0],
                      number(groups),
                      of(norm.gamma()),
                      of(norm.beta()),
                      number(EPS),
                      number(c.y().scale()),
                      number(c.y().zeroPoint())));
        });
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void instanceNorm(int spatial) {
    LayerSuite.check(
        "quantized::instance_norm, " + spatial + "d",
        CASES,
        draw -> {
          int channels = draw.between(2, 20);
          InstanceNorm norm = new InstanceNorm(factors(draw, channels), terms(draw, channels), EPS);
          return Layer.of(
              norm,
              image(draw, spatial, channels),
              (x, c) ->
                  ask(
                      "quantized::instance_norm",
                      x[0],
                      of(norm.gamma()),
                      of(norm.beta()),
                      number(EPS),
                      number(c.y().scale()),
                      number(c.y().zeroPoint())));
        });
  }
}
