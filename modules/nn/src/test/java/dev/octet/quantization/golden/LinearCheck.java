package dev.octet.quantization.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.octet.engine.Engine;
import dev.octet.engine.Execution;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.kernel.Quantizer;
import dev.octet.nn.Graph;
import dev.octet.nn.modules.DynamicLinear;
import dev.octet.nn.modules.Linear;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ChooseQParams;
import dev.octet.quantization.DynamicConfig;
import dev.octet.quantization.DynamicScheme;
import dev.octet.quantization.Quantization;
import dev.octet.quantization.golden.LinearCase.Answer;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;
import java.util.List;

/**
 * Octet beside PyTorch on one {@link LinearCase}. Integers, scales and accumulators are equal.
 * Octet's results are, bit for bit, {@link Affine#toReal} of the accumulators, two roundings;
 * PyTorch's are the same sum rounded once (its build fuses multiply and add). So the two differ by
 * at most half a float step of the product and one of the sum.
 */
public final class LinearCheck {
  private final Engine engine;
  private final LinearCase c;
  private final Answer pytorch;
  private final String what;

  private LinearCheck(Engine engine, LinearCase c, Answer pytorch, String what) {
    this.engine = engine;
    this.c = c;
    this.pytorch = pytorch;
    this.what = what;
  }

  /**
   * Compares all that there is.
   *
   * @param engine Octet's kernels
   * @param c the case
   * @param pytorch PyTorch's answer
   * @param what for messages: the seed
   */
  public static void check(Engine engine, LinearCase c, Answer pytorch, String what) {
    LinearCheck check = new LinearCheck(engine, c, pytorch, c + ", " + engine.tier() + ", " + what);
    check.activations();
    DynamicLinear layer = check.weights();
    check.results(layer, check.accumulators(layer.weight()));
  }

  private void activations() {
    Quantizer quantizer = engine.kernel(Quantizer.class);
    float[] range = new float[2];
    quantizer.minMax(c.x(), 0, c.x().length, range, 0);
    ChooseQParams chosen =
        ChooseQParams.dynamic(range[0], range[1], 0, c.reduceRange() ? 127 : 255);
    assertThat(chosen)
        .as("%s: parameters of the input", what)
        .isEqualTo(new ChooseQParams(pytorch.scale(), pytorch.zeroPoint()));

    byte[] q = new byte[c.x().length];
    quantizer.quantize(c.x(), 0, q.length, chosen.scale(), chosen.zeroPoint(), 0, 255, q, 0);
    assertThat(q).as("%s: quantize_per_tensor", what).isEqualTo(pytorch.plain());
    QTensor tensor =
        QTensor.quantizePerTensor(
            FloatTensor.wrap(c.x(), c.m(), c.k()),
            chosen.scale(),
            chosen.zeroPoint(),
            DType.QUINT8);
    assertThat(tensor.array()).as("%s: QTensor", what).isEqualTo(pytorch.plain());
    assertBits(tensor.dequantize().toArray(), pytorch.dequantized(), "dequantize");

    quantizer.quantizeFused(c.x(), 0, q.length, chosen.scale(), chosen.zeroPoint(), 0, 255, q, 0);
    assertThat(q).as("%s: integers inside linear_dynamic", what).isEqualTo(pytorch.fused());
  }

  /** PyTorch's preset, or its sibling with weights per channel or 8 bits, through the pass. */
  private DynamicLinear weights() {
    FloatTensor bias = c.bias() == null ? null : FloatTensor.wrap(c.bias(), c.n());
    var builder = Graph.builder();
    var x = builder.input("x", c.m(), c.k());
    var y = x.then("fc", new Linear(FloatTensor.wrap(c.weight(), c.n(), c.k()), bias));
    Graph graph = builder.output(y).build();
    boolean preset = !c.perChannel() && c.reduceRange();
    DynamicConfig config =
        preset
            ? DynamicConfig.pytorch()
            : DynamicConfig.of(DynamicScheme.of(c.perChannel(), false, c.reduceRange()));
    DynamicLinear layer =
        (DynamicLinear) Quantization.quantizeDynamic(graph, config).node("fc").module();
    assertBits(layer.weight().qparams().scales(), pytorch.weightScales(), "weight scales");
    assertThat(layer.weight().qparams().zeroPoints()).as("%s: zero points", what).containsOnly(0);
    assertThat(layer.weight().array())
        .as("%s: weight integers", what)
        .isEqualTo(pytorch.weightIntegers());
    return layer;
  }

  private int[] accumulators(QTensor weight) {
    int[] exact = new int[c.m() * c.n()];
    for (int i = 0; i < c.m(); i++) {
      for (int j = 0; j < c.n(); j++) {
        long sum = 0;
        for (int p = 0; p < c.k(); p++) {
          int a = (pytorch.fused()[i * c.k() + p] & 0xff) - pytorch.zeroPoint();
          sum += (long) a * pytorch.weightIntegers()[j * c.k() + p];
        }
        exact[i * c.n() + j] = Math.toIntExact(sum);
      }
    }
    float[] asFloats = new float[exact.length];
    for (int i = 0; i < exact.length; i++) {
      asFloats[i] = (float) exact[i] * pytorch.scale();
    }
    assertBits(asFloats, pytorch.accumulators(), "accumulators");

    QGemm gemm = engine.kernel(QGemm.class);
    int[] ours = new int[exact.length];
    gemm.multiply(
        new QGemm.QActivations(
            pytorch.fused(), 0, c.m(), c.k(), c.k(), true, new int[] {pytorch.zeroPoint()}, false),
        gemm.pack(weight.array(), weight.offset(), c.n(), c.k(), false, new int[] {0}),
        new QStage.Int32(ours, 0, c.n()),
        Execution.of(engine, 1));
    assertThat(ours).as("%s: accumulators of QGemm", what).isEqualTo(exact);
    return exact;
  }

  private void results(DynamicLinear layer, int[] accumulators) {
    float[] y = run(layer);
    DynamicLinear withRelu =
        new DynamicLinear(layer.weight(), layer.bias(), layer.perRow(), layer.reduceRange(), true);
    float[] relu = run(withRelu);
    for (int i = 0; i < y.length; i++) {
      int j = i % c.n();
      float multiplier =
          pytorch.scale() * pytorch.weightScales()[pytorch.weightScales().length == 1 ? 0 : j];
      float bias = c.bias() == null ? 0f : c.bias()[j];
      float product = (float) accumulators[i] * multiplier;
      float twoRoundings = product + bias;
      float oneRounding = Math.fma((float) accumulators[i], multiplier, bias);
      assertThat(bits(y[i])).as("%s: y[%d]", what, i).isEqualTo(bits(twoRoundings));
      assertThat(bits(pytorch.y()[i]))
          .as("%s: PyTorch's y[%d] %s", what, i, pytorch.y()[i])
          .isEqualTo(bits(oneRounding));
      assertThat(bits(relu[i])).as("%s: relu[%d]", what, i).isEqualTo(bits(positive(y[i])));
      assertThat(bits(pytorch.relu()[i]))
          .as("%s: PyTorch's relu[%d]", what, i)
          .isEqualTo(bits(positive(pytorch.y()[i])));
      assertThat(Math.abs((double) y[i] - pytorch.y()[i]))
          .as("%s: y[%d] %s, PyTorch's %s, product %s", what, i, y[i], pytorch.y()[i], product)
          .isLessThanOrEqualTo(
              0.5 * Math.ulp(product) + Math.max(Math.ulp(y[i]), Math.ulp(pytorch.y()[i])));
    }
  }

  private float[] run(DynamicLinear layer) {
    Tensor x = FloatTensor.wrap(c.x(), c.m(), c.k());
    FloatTensor y = (FloatTensor) layer.forward(List.of(x), Execution.of(engine, 2)).getFirst();
    assertThat(y.shape()).isEqualTo(Shape.of(c.m(), c.n()));
    return y.toArray();
  }

  private static float positive(float x) {
    return Math.max(x, 0f);
  }

  /** Of zeros the sign is left open: a product that underflows, plus no bias, is 0 or -0. */
  private static int bits(float x) {
    return Float.floatToRawIntBits(x + 0f);
  }

  private void assertBits(float[] ours, float[] theirs, String name) {
    assertThat(ours).as("%s: %s", what, name).hasSameSizeAs(theirs);
    for (int i = 0; i < ours.length; i++) {
      if (bits(ours[i]) != bits(theirs[i])) {
        fail("%s: %s[%d] is %s, PyTorch's %s", what, name, i, ours[i], theirs[i]);
      }
    }
  }
}
