package dev.octet.nn.modules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.nn.Module;
import dev.octet.nn.RandomTensors;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.Layout;
import dev.octet.tensor.LongTensor;
import dev.octet.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Activations, normalizations and bags beside their definitions, in both layouts. */
class FunctionModulesTest {
  private static final long SEED = 43;

  private final RandomTensors random = new RandomTensors(SEED);

  private static FloatTensor run(Module module, Tensor... inputs) {
    Execution execution = Execution.of(Engine.standard(), 2);
    return (FloatTensor) module.forward(Arrays.asList(inputs), execution).getFirst();
  }

  private static void assertNear(FloatTensor actual, double[] expected) {
    float[] got = actual.toArray();
    assertThat(got).hasSize(expected.length);
    for (int i = 0; i < got.length; i++) {
      assertThat((double) got[i])
          .as("element %d, seed %d", i, SEED)
          .isCloseTo(expected[i], Offset.offset(1e-5 * (1 + Math.abs(expected[i]))));
    }
  }

  private void assertFunction(Module module, DoubleUnaryOperator f) {
    FloatTensor x = random.normal(3, 2, 5, 3, 7);
    double[] expected = new double[x.shape().size()];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = f.applyAsDouble(x.toArray()[i]);
    }
    assertNear(run(module, x), expected);
    FloatTensor last = run(module, x.to(Layout.CHANNELS_LAST));
    assertThat(last.layout()).as(module.type()).isEqualTo(Layout.CHANNELS_LAST);
    assertNear(last, expected);
    assertThat(run(module, FloatTensor.scalar(Float.NaN)).get()).as(module.type()).isNaN();
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  @Test
  void functionsOfEachElement() {
    assertFunction(new HardSwish(), x -> x * Math.clamp(x + 3, 0, 6) / 6);
    assertFunction(HardSigmoid.STANDARD, x -> Math.clamp(x + 3, 0, 6) / 6);
    assertFunction(new HardSigmoid(0.2f, 0.4f), x -> Math.clamp(0.2f * x + 0.4f, 0, 1));
    assertFunction(new LeakyRelu(0.1f), x -> x < 0 ? 0.1f * x : x);
    assertFunction(new Elu(0.5f, false), x -> x > 0 ? x : 0.5 * Math.expm1(x));
    assertFunction(new Elu(2, true), x -> x > 0 ? x : 2 * Math.expm1(x / 2));
    assertFunction(new Silu(), x -> x * sigmoid(x));
    assertFunction(new Softplus(), x -> Math.log1p(Math.exp(x)));
    assertFunction(new PRelu(FloatTensor.wrap(new float[] {0.25f}, 1)), x -> x < 0 ? x / 4 : x);
  }

  @Test
  void softplusOverflowsNowhere() {
    FloatTensor y = run(new Softplus(), FloatTensor.wrap(new float[] {-200, 0, 200}, 3));
    assertThat(y.toArray()).containsExactly(0f, (float) Math.log(2), 200f);
  }

  @Test
  void preluHasASlopeForEachChannel() {
    FloatTensor slope = random.normal(1, 5);
    FloatTensor x = random.normal(1, 2, 5, 3, 4);
    double[] expected = new double[x.shape().size()];
    for (int i = 0; i < expected.length; i++) {
      double v = x.toArray()[i];
      expected[i] = v < 0 ? v * slope.get(i / 12 % 5) : v;
    }
    assertNear(run(new PRelu(slope), x), expected);
    assertNear(run(new PRelu(slope), x.to(Layout.CHANNELS_LAST)), expected);
    FloatTensor rows = random.normal(1, 3, 5);
    for (int i = 0; i < 15; i++) {
      double v = rows.toArray()[i];
      assertThat((double) run(new PRelu(slope), rows).toArray()[i])
          .isCloseTo(v < 0 ? v * slope.get(i % 5) : v, Offset.offset(1e-6));
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(new PRelu(slope), random.normal(1, 2, 4, 3)))
        .withMessageContaining("expected [N, 5, …]");
  }

  @Test
  void groupsAndInstancesAreNormalized() {
    FloatTensor gamma = random.normal(1, 6);
    FloatTensor beta = random.normal(1, 6);
    FloatTensor x = random.normal(2, 3, 6, 4, 5);
    for (int groups : new int[] {1, 2, 6}) {
      Module norm = new GroupNorm(groups, gamma, beta, 1e-3f);
      double[] expected = normalized(x.toArray(), groups, gamma, beta);
      assertNear(run(norm, x), expected);
      FloatTensor last = run(norm, x.to(Layout.CHANNELS_LAST));
      assertThat(last.layout()).isEqualTo(Layout.CHANNELS_LAST);
      assertNear(last, expected);
    }
    FloatTensor each = run(new InstanceNorm(gamma, beta, 1e-3f), x);
    assertThat(each).isEqualTo(run(new GroupNorm(6, gamma, beta, 1e-3f), x));
    assertThatIllegalArgumentException().isThrownBy(() -> new GroupNorm(4, gamma, beta, 0));
  }

  private static double[] normalized(float[] x, int groups, FloatTensor gamma, FloatTensor beta) {
    int run = 6 / groups * 20;
    double[] y = new double[x.length];
    for (int from = 0; from < x.length; from += run) {
      double mean = 0;
      double square = 0;
      for (int i = from; i < from + run; i++) {
        mean += x[i] / (double) run;
      }
      for (int i = from; i < from + run; i++) {
        square += (x[i] - mean) * (x[i] - mean) / run;
      }
      for (int i = from; i < from + run; i++) {
        int c = i / 20 % 6;
        y[i] = (x[i] - mean) / Math.sqrt(square + 1e-3f) * gamma.get(c) + beta.get(c);
      }
    }
    return y;
  }

  @Test
  void bagsAreSumsAndMeans() {
    FloatTensor table = FloatTensor.wrap(new float[] {1, 2, 10, 20, 100, 200}, 3, 2);
    LongTensor ids = LongTensor.wrap(new long[] {0, 1, 2, -1}, 4);
    LongTensor offsets = LongTensor.wrap(new long[] {0, 1, 1}, 3);
    Module sum = new EmbeddingBag(table, Bags.SUM);
    Module mean = new EmbeddingBag(table, Bags.MEAN);
    assertThat(run(sum, ids, offsets).toArray()).containsExactly(1, 2, 0, 0, 210, 420);
    assertThat(run(mean, ids, offsets).toArray()).containsExactly(1, 2, 0, 0, 70, 140);
    Tensor pairs = ids.reshape(2, 2);
    assertThat(run(sum, pairs).toArray()).containsExactly(11, 22, 200, 400);
    FloatTensor weights = FloatTensor.wrap(new float[] {2, 0.5f, 1, -1}, 2, 2);
    assertThat(run(sum, pairs, weights).toArray()).containsExactly(7, 14, 0, 0);
    LongTensor ended = LongTensor.wrap(new long[] {0, 3, 4}, 3);
    Module last = new EmbeddingBag(table, new Bags(false, true));
    assertThat(run(last, ids, ended).toArray()).containsExactly(111, 222, 100, 200);
    assertThatIllegalArgumentException().isThrownBy(() -> run(mean, pairs, weights));
    for (long[] wrong : List.of(new long[] {1, 2}, new long[] {0, 3, 2}, new long[] {0, 5})) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> run(sum, ids, LongTensor.wrap(wrong, wrong.length)))
          .withMessageContaining("offset");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> run(last, ids, offsets))
        .withMessageContaining("offset 2 is 1");
  }

  @Test
  void bagsOfBytesAreBagsOfExpandedRows() {
    FloatTensor table = random.normal(1, 9, 7);
    ByteEmbedding bytes = ByteEmbedding.quantize(new Embedding(table));
    LongTensor all = LongTensor.wrap(new long[] {0, 1, 2, 3, 4, 5, 6, 7, 8}, 9);
    FloatTensor expanded = run(bytes, all).copy();
    LongTensor ids = random.ids(9, 4, 5);
    FloatTensor weights = random.normal(1, 4, 5);
    for (Bags bags : List.of(Bags.SUM, Bags.MEAN)) {
      EmbeddingBag bag = new EmbeddingBag(table, bags);
      assertThat(run(ByteEmbeddingBag.quantize(bag), ids))
          .isEqualTo(run(new EmbeddingBag(expanded, bags), ids));
    }
    EmbeddingBag sum = new EmbeddingBag(table, Bags.SUM);
    assertThat(run(ByteEmbeddingBag.quantize(sum), ids, weights))
        .isEqualTo(run(new EmbeddingBag(expanded, Bags.SUM), ids, weights));
  }
}
