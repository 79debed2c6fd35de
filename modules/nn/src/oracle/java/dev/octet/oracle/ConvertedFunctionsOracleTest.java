package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.number;
import static dev.octet.oracle.TorchBytes.quantized;
import static dev.octet.oracle.TorchBytes.scalar;
import static dev.octet.oracle.TorchBytes.tensors;

import dev.octet.kernel.FloatBinary;
import dev.octet.kernel.FloatUnary;
import dev.octet.nn.Module;
import dev.octet.nn.modules.Activation;
import dev.octet.nn.modules.Arithmetic;
import dev.octet.nn.modules.Clamp;
import dev.octet.nn.modules.Concat;
import dev.octet.nn.modules.Dropout;
import dev.octet.nn.modules.Elu;
import dev.octet.nn.modules.HardSigmoid;
import dev.octet.nn.modules.HardSwish;
import dev.octet.nn.modules.Identity;
import dev.octet.nn.modules.LeakyRelu;
import dev.octet.nn.modules.Limits;
import dev.octet.nn.modules.PRelu;
import dev.octet.nn.modules.Softmax;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.FloatTensor;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Functions of elements, converted, beside PyTorch's quantized operators. */
@Tag("oracle")
class ConvertedFunctionsOracleTest {
  private static final int CASES = 140;

  @BeforeAll
  static void start() {
    TorchBytes.start();
  }

  private static int[] shape(Draw draw) {
    return new int[] {draw.between(2, 4), draw.between(2, 20), draw.between(2, 40)};
  }

  private static void check(
      String operator, Function<Draw, ? extends Module> module, Layer.Pytorch pytorch) {
    LayerSuite.check(operator, CASES, draw -> Layer.of(module.apply(draw), shape(draw), pytorch));
  }

  private static void check(FloatUnary.Op op, Layer.Pytorch pytorch) {
    String name = "aten::" + op.name().toLowerCase(Locale.ROOT);
    check(name, draw -> new Activation(op), pytorch);
  }

  @Test
  void functionsOfFixedRange() {
    check(FloatUnary.Op.SIGMOID, (x, c) -> ask("aten::sigmoid", x));
    check(FloatUnary.Op.TANH, (x, c) -> ask("aten::tanh", x));
    check("aten::hardsigmoid", d -> HardSigmoid.STANDARD, (x, c) -> ask("aten::hardsigmoid", x));
  }

  @Test
  void functionsThatKeepTheirInputsScale() {
    check(FloatUnary.Op.RELU, (x, c) -> ask("aten::relu", x));
    check(FloatUnary.Op.GELU, (x, c) -> ask("aten::gelu", x[0], new IValue("none")));
    check(
        "quantized::relu6",
        draw -> new Clamp(Limits.RELU6),
        (x, c) -> ask("quantized::relu6", x[0], new IValue(false)));
    check(
        "aten::hardtanh",
        draw -> {
          float least = draw.uniform(-2, 0.5);
          return new Clamp(new Limits(least, least + draw.uniform(0, 3)));
        },
        (x, c) -> {
          Limits limits = ((Clamp) c.was()).limits();
          return ask("aten::hardtanh", x[0], scalar(limits.least()), scalar(limits.greatest()));
        });
    check(
        "aten::dropout",
        draw -> new Dropout(0.5f),
        (x, c) -> ask("aten::dropout", x[0], new IValue(0.5), new IValue(false)));
    check("aten::alias", draw -> new Identity(), (x, c) -> ask("aten::alias", x));
  }

  private static IValue scale(Converted c) {
    return number(c.y().scale());
  }

  private static IValue zeroPoint(Converted c) {
    return number(c.y().zeroPoint());
  }

  @Test
  void eluAndItsKin() {
    check(
        "quantized::elu",
        draw -> new Elu(draw.uniform(0.2, 2), false),
        (x, c) ->
            ask(
                "quantized::elu",
                x[0],
                scale(c),
                zeroPoint(c),
                scalar(((Elu) c.was()).alpha()),
                scalar(1),
                scalar(1)));
    check(
        "quantized::celu",
        draw -> new Elu(draw.uniform(0.2, 2), true),
        (x, c) ->
            ask("quantized::celu", x[0], scale(c), zeroPoint(c), scalar(((Elu) c.was()).alpha())));
    check(
        "quantized::hardswish",
        draw -> new HardSwish(),
        (x, c) -> ask("quantized::hardswish", x[0], scale(c), zeroPoint(c)));
    check(
        "quantized::leaky_relu",
        draw -> new LeakyRelu(draw.uniform(-0.3, 0.5)),
        (x, c) ->
            ask(
                "quantized::leaky_relu",
                x[0],
                scalar(((LeakyRelu) c.was()).slope()),
                new IValue(false),
                scale(c),
                zeroPoint(c)));
  }

  /** Slopes that PyTorch's integers hold exactly, and 1 beside them. */
  @Test
  void prelu() {
    LayerSuite.check(
        "quantized::prelu",
        CASES,
        draw -> {
          int[] shape = shape(draw);
          float[] slope = new float[draw.either() ? 1 : shape[1]];
          byte[] integers = new byte[slope.length];
          for (int i = 0; i < slope.length; i++) {
            integers[i] = (byte) draw.between(-100, 100);
            slope[i] = integers[i] / 64f;
          }
          return Layer.of(
              new PRelu(FloatTensor.wrap(slope, slope.length)),
              shape,
              (x, c) -> {
                boolean unsigned = c.y().unsigned();
                byte[] w = integers.clone();
                for (int i = 0; unsigned && i < w.length; i++) {
                  w[i] += (byte) 128;
                }
                ByteParams p = new ByteParams(1f / 64, unsigned ? 128 : 0, unsigned);
                return ask(
                    "quantized::prelu", x[0], quantized(w, p, w.length), scale(c), zeroPoint(c));
              });
        });
  }

  @ParameterizedTest
  @CsvSource({"ADD, false", "ADD, true", "MUL, false", "MUL, true"})
  void arithmetic(FloatBinary.Op op, boolean relu) {
    String operator = "quantized::" + op.name().toLowerCase(Locale.ROOT) + (relu ? "_relu" : "");
    Arithmetic first = new Arithmetic(op);
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          int[] shape = shape(draw);
          return new Layer(
              relu ? List.of(first, new Activation(FloatUnary.Op.RELU)) : List.of(first),
              List.of(shape, shape),
              (x, c) -> ask(operator, x[0], x[1], scale(c), zeroPoint(c)));
        });
  }

  /** Scale and zero point are computed, by both. */
  @ParameterizedTest
  @CsvSource({"ADD, quantized::add_scalar", "MUL, quantized::mul_scalar"})
  void withANumber(FloatBinary.Op op, String operator) {
    boolean add = op == FloatBinary.Op.ADD;
    LayerSuite.check(
        operator,
        CASES,
        draw -> {
          float number = add ? draw.uniform(-12, 12) : draw.uniform(-3, 3);
          return Layer.of(
                  new Arithmetic(op), shape(draw), (x, c) -> ask(operator, x[0], scalar(number)))
              .further(FloatTensor.scalar(number))
              .exact(
                  c -> {
                    double scale = c.inputs().getFirst().byteParams().scale();
                    float[] x = c.inputs().getFirst().dequantize().toArray();
                    double[] y = new double[x.length];
                    for (int i = 0; i < y.length; i++) {
                      y[i] =
                          add ? x[i] + Math.rint(number / scale) * scale : x[i] * (double) number;
                    }
                    return y;
                  });
        });
  }

  @Test
  void cat() {
    LayerSuite.check(
        "quantized::cat",
        CASES,
        draw -> {
          int[] shape = shape(draw);
          int axis = draw.between(0, 2);
          int[] other = shape.clone();
          other[axis] = draw.between(1, 9);
          return new Layer(
              List.of(new Concat(axis)),
              List.of(shape, other, shape),
              (x, c) -> ask("quantized::cat", tensors(x), number(axis), scale(c), zeroPoint(c)));
        });
  }

  @Test
  void softmax() {
    check(
        "quantized::softmax",
        draw -> new Softmax(draw.between(-1, 2)),
        (x, c) ->
            ask(
                "quantized::softmax",
                x[0],
                number(((Softmax) c.was()).axis()),
                scale(c),
                zeroPoint(c)));
  }
}
