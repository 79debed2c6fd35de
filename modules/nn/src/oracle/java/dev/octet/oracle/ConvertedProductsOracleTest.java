package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.number;

import dev.octet.kernel.ConvFilter;
import dev.octet.kernel.ConvFilter.Axis;
import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Conv;
import dev.octet.nn.modules.ConvWeights;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Linear;
import dev.octet.nn.modules.MatMul;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.nn.quantized.QuantizedLinearActivation;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.IValue;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.QEngine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Convolutions, linear layers and products, converted, beside PyTorch's quantized operators. */
@Tag("oracle")
class ConvertedProductsOracleTest {
  private static final int CASES = 70;
  private static final Activation RELU = new Activation(FloatUnary.Op.RELU);

  @BeforeEach
  void start() {
    TorchBytes.start();
  }

  @ParameterizedTest
  @CsvSource({"1, false", "1, true", "2, false", "2, true", "3, false", "3, true"})
  void conv(int spatial, boolean relu) {
    String operator = "quantized::conv" + spatial + "d" + (relu ? "_relu" : "");
    LayerSuite.check(
        operator,
        CASES * (4 - spatial),
        draw -> {
          Conv conv = conv(draw, spatial, false);
          return new Layer(
                  relu ? List.of(conv, RELU) : List.of(conv),
                  List.of(image(draw, conv)),
                  (x, c) -> asked(operator + (spatial == 1 ? "" : ".new"), x, c))
              .starts()
              .unsigned()
              .exact(ConvertedProductsOracleTest::convSums);
        });
  }

  @ParameterizedTest
  @CsvSource({"1", "2", "3"})
  void convTranspose(int spatial) {
    String operator = "quantized::conv_transpose" + spatial + "d";
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          Conv conv = conv(draw, spatial, true);
          return Layer.of(conv, image(draw, conv), (x, c) -> asked(operator, x, c))
              .starts()
              .unsigned()
              .exact(ConvertedProductsOracleTest::convSums);
        });
  }

  /** PyTorch has it on one engine only. */
  @ParameterizedTest
  @CsvSource({"false", "true"})
  void convAdd(boolean relu) {
    torch.globalContext().setQEngine(QEngine.ONEDNN);
    String operator = "quantized::conv2d_add" + (relu ? "_relu" : "");
    LayerSuite.check(
        operator,
        2 * CASES,
        draw -> {
          Conv conv = conv(draw, 2, false);
          int[] image = image(draw, conv);
          int[] sum = {
            image[0],
            conv.filter().outChannels(),
            conv.filter().outputSize(conv.filter().height(), image[2]),
            conv.filter().outputSize(conv.filter().width(), image[3])
          };
          List<Module> chain = new ArrayList<>(List.of(conv, new Arithmetic(FloatBinary.Op.ADD)));
          if (relu) {
            chain.add(RELU);
          }
          return new Layer(chain, List.of(image, sum), (x, c) -> asked(operator, x, c))
              .starts()
              .unsigned()
              .exact(ConvertedProductsOracleTest::convSums);
        });
  }

  private static Conv conv(Draw draw, int spatial, boolean transposed) {
    int groups = draw.between(0, 2) == 0 ? draw.between(2, 4) : 1;
    int in = groups * draw.between(1, 12);
    int out = groups * draw.between(1, 16);
    List<Axis> axes = IntStream.range(0, spatial).mapToObj(i -> axis(draw, transposed)).toList();
    ConvFilter filter = ConvWeights.filter(in, out, groups, transposed, axes);
    int[] shape = ConvWeights.shape(filter, spatial).dims();
    float[] w = draw.normal(Shape.of(shape).size(), 0, 1 / Math.sqrt(filter.k()));
    return new Conv(
        spatial, filter, FloatTensor.wrap(w, shape), FloatTensor.wrap(draw.normal(out, 0, 1), out));
  }

  private static Axis axis(Draw draw, boolean transposed) {
    int kernel = draw.between(1, 3);
    int stride = draw.between(1, 2);
    int dilation = draw.between(1, 2);
    int padding = draw.between(0, kernel - 1);
    int more = transposed ? draw.between(0, Math.max(stride, dilation) - 1) : 0;
    return new Axis(kernel, stride, padding, padding, dilation, more);
  }

  private static int[] image(Draw draw, Conv conv) {
    int[] shape = new int[conv.spatial() + 2];
    shape[0] = draw.between(1, 2);
    shape[1] = conv.filter().inChannels();
    for (int i = 2; i < shape.length; i++) {
      shape[i] = draw.between(6, conv.spatial() == 1 ? 60 : conv.spatial() == 2 ? 13 : 7);
    }
    return shape;
  }

  private static TorchBytes.Answer asked(String operator, IValue[] x, Converted c) {
    QuantizedConv conv = (QuantizedConv) c.module();
    ConvFilter f = conv.filter();
    String name = "quantized::conv" + (f.transposed() ? "_transpose" : "") + conv.spatial() + "d";
    IValue w = new IValue(weight(conv.weight()));
    IValue bias = TorchBytes.floats(conv.bias().toArray());
    IValue stride = each(conv, Axis::stride);
    IValue padding = each(conv, Axis::paddingBefore);
    IValue dilation = each(conv, Axis::dilation);
    IValue groups = number(f.groups());
    IValue packed =
        f.transposed()
            ? Operators.call(
                name + "_prepack",
                w,
                bias,
                stride,
                padding,
                each(conv, Axis::outputPadding),
                dilation,
                groups)
            : Operators.call(name + "_prepack", w, bias, stride, padding, dilation, groups);
    ByteParams y = LayerSuite.unsigned(c.y());
    IValue scale = number(y.scale());
    IValue zeroPoint = number(y.zeroPoint());
    return conv.add()
        ? ask(operator, x[0], x[1], packed, scale, zeroPoint)
        : ask(operator, x[0], packed, scale, zeroPoint);
  }

  private static IValue each(QuantizedConv conv, ToIntFunction<Axis> get) {
    return Operators.ints(
        ConvWeights.axes(conv.filter(), conv.spatial()).stream().mapToInt(get).toArray());
  }

  private static Tensor weight(QTensor w) {
    QParams p = w.qparams();
    long[] shape = LayerSuite.longs(w.shape().dims());
    float[] scales = new float[p.count()];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = p.scale(i);
    }
    return p.isPerChannel()
        ? Operators.quantizedPerChannel(Converted.bytes(w), scales, shape)
        : Operators.quantized(Converted.bytes(w), false, scales[0], 0, shape);
  }

  private static FloatTensor integers(QTensor w) {
    int[] q = w.intRepr();
    float[] x = new float[q.length];
    for (int i = 0; i < x.length; i++) {
      x[i] = q[i];
    }
    return FloatTensor.wrap(x, w.shape().dims());
  }

  /** Sums of integers are exact as floats, since they stay below 2^24. */
  private static double[] convSums(Converted c) {
    QuantizedConv conv = (QuantizedConv) c.module();
    Converted alone =
        new Converted(c.was(), c.module(), c.inputs().subList(0, 1), c.output(), List.of());
    double[] sums =
        alone.steps(new Conv(conv.spatial(), conv.filter(), integers(conv.weight()), null));
    int pixels = sums.length / c.output().shape().dim(0) / c.output().shape().dim(1);
    scale(sums, pixels, conv.weight().qparams(), conv.bias(), conv.x());
    if (conv.add()) {
      float[] other = c.inputs().get(1).dequantize().toArray();
      for (int i = 0; i < sums.length; i++) {
        sums[i] += other[i];
      }
    }
    return sums;
  }

  private static void scale(double[] sums, int inner, QParams w, FloatTensor bias, ByteParams x) {
    for (int i = 0; i < sums.length; i++) {
      int channel = i / inner % bias.shape().size();
      double step = (double) x.scale() * w.scale(w.isPerChannel() ? channel : 0);
      sums[i] = sums[i] * step + bias.get(channel);
    }
  }

  @ParameterizedTest
  @CsvSource({"false", "true"})
  void linear(boolean relu) {
    String operator = "quantized::linear" + (relu ? "_relu" : "");
    LayerSuite.check(
        operator,
        2 * CASES,
        draw -> {
          Linear linear = linear(draw, 1);
          return new Layer(
                  relu ? List.of(linear, RELU) : List.of(linear),
                  List.of(new int[] {draw.between(2, 60), linear.weight().shape().dim(1)}),
                  (x, c) -> {
                    QuantizedLinear q = (QuantizedLinear) c.module();
                    IValue packed = packed(q.weight(), q.bias());
                    ByteParams y = LayerSuite.unsigned(c.y());
                    return ask(operator, x[0], packed, number(y.scale()), number(y.zeroPoint()));
                  })
              .starts()
              .unsigned()
              .exact(
                  c -> {
                    QuantizedLinear q = (QuantizedLinear) c.module();
                    double[] sums = c.steps(new Linear(integers(q.weight()), null));
                    scale(sums, 1, q.weight().qparams(), q.bias(), q.x());
                    return sums;
                  });
        });
  }

  /**
   * PyTorch has them on one engine only. Where a tanh is all but 1, and the range from -1 to 1
   * makes that 127.5 steps, the last digits of the function decide; so sums are kept small.
   */
  @ParameterizedTest
  @ValueSource(strings = {"quantized::linear_leaky_relu", "quantized::linear_tanh"})
  void linearAndAFunction(String operator) {
    torch.globalContext().setQEngine(QEngine.ONEDNN);
    boolean leaky = operator.endsWith("relu");
    LayerSuite.check(
        operator,
        2 * CASES,
        draw -> {
          Linear linear = linear(draw, leaky ? 1 : 0.2);
          float slope = draw.uniform(-0.3, 0.5);
          return new Layer(
                  List.of(
                      linear, leaky ? new LeakyRelu(slope) : new Activation(FloatUnary.Op.TANH)),
                  List.of(new int[] {draw.between(2, 60), linear.weight().shape().dim(1)}),
                  (x, c) -> {
                    QuantizedLinearActivation q = (QuantizedLinearActivation) c.module();
                    ByteParams y = LayerSuite.unsigned(c.y());
                    IValue packed = packed(q.weight(), q.bias());
                    IValue scale = number(y.scale());
                    IValue zero = number(y.zeroPoint());
                    return leaky
                        ? ask(operator, x[0], packed, scale, zero, number(slope))
                        : ask(operator, x[0], packed, scale, zero);
                  })
              .starts()
              .unsigned()
              .exact(
                  c -> {
                    QuantizedLinearActivation q = (QuantizedLinearActivation) c.module();
                    double[] y = c.steps(new Linear(integers(q.weight()), null));
                    scale(y, 1, q.weight().qparams(), q.bias(), q.x());
                    for (int i = 0; i < y.length; i++) {
                      y[i] = leaky ? (y[i] < 0 ? slope * y[i] : y[i]) : Math.tanh(y[i]);
                    }
                    return y;
                  });
        });
  }

  private static Linear linear(Draw draw, double size) {
    int k = draw.between(1, 300);
    int n = draw.between(1, 60);
    return new Linear(
        FloatTensor.wrap(draw.normal(n * k, 0, size / Math.sqrt(k)), n, k),
        FloatTensor.wrap(draw.normal(n, 0, size), n));
  }

  private static IValue packed(QTensor weight, FloatTensor bias) {
    return Operators.call(
        "quantized::linear_prepack", new IValue(weight(weight)), TorchBytes.floats(bias.toArray()));
  }

  @Test
  void matmul() {
    LayerSuite.check(
        "quantized::matmul",
        CASES,
        draw -> {
          int batch = draw.between(1, 3);
          int k = draw.between(1, 200);
          int m = draw.between(2, 40);
          int n = draw.between(2, 40);
          return new Layer(
                  List.of(new MatMul()),
                  List.of(new int[] {batch, m, k}, new int[] {batch, k, n}),
                  (x, c) ->
                      ask(
                          "quantized::matmul",
                          x[0],
                          x[1],
                          number(LayerSuite.unsigned(c.y()).scale()),
                          number(LayerSuite.unsigned(c.y()).zeroPoint())))
              .unsigned()
              .exact(
                  c -> {
                    double step =
                        (double) c.inputs().get(0).byteParams().scale()
                            * c.inputs().get(1).byteParams().scale();
                    double[] sums = c.steps(c.was());
                    for (int i = 0; i < sums.length; i++) {
                      sums[i] *= step;
                    }
                    return sums;
                  });
        });
  }
}
