package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.number;
import static dev.octet.oracle.TorchBytes.quantized;
import static dev.octet.oracle.TorchBytes.scalar;
import static dev.octet.oracle.TorchBytes.tensors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.kernel.QBinary;
import dev.octet.kernel.QBinary.Op;
import dev.octet.kernel.QUnary;
import dev.octet.numerics.ByteParams;
import dev.octet.numerics.ByteTable;
import dev.octet.numerics.ScalarResult;
import dev.octet.oracle.TorchBytes.Answer;
import java.util.function.DoubleUnaryOperator;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Elementwise operations of 8-bit integers beside PyTorch's. Another seed each time; {@code
 * -Doctet.oracle.seed=} repeats one.
 */
@Tag("oracle")
class ElementwiseOracleTest {
  private static final int CASES = 300;
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());

  private final QBinary binary = Engine.standard().kernel(QBinary.class);
  private final QUnary unary = Engine.standard().kernel(QUnary.class);

  @BeforeAll
  static void start() {
    TorchBytes.start();
  }

  @ParameterizedTest
  @CsvSource({
    "quantized::add, ADD, false",
    "quantized::add_relu, ADD, true",
    "quantized::mul, MUL, false",
    "quantized::mul_relu, MUL, true"
  })
  void binary(String operator, Op op, boolean relu) {
    Agreement agreement = new Agreement(operator);
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      boolean unsigned = draw.either();
      ByteParams a = draw.params(unsigned);
      ByteParams b = draw.params(unsigned);
      double greatest =
          255.0 * (op == Op.ADD ? a.scale() + b.scale() : a.scale() * b.scale() * 255);
      ByteParams y = draw.params(unsigned, (float) (greatest / 255 * draw.uniform(0.3, 1)));
      int n = draw.between(2000, 2100);
      byte[] left = draw.bytes(n);
      byte[] right = draw.bytes(n);
      QBinary.Params p = QBinary.Params.of(op, a, b, y);
      byte[] octet = new byte[n];
      binary.apply(relu ? p.relu() : p, left, 0, 1, right, 0, 1, n, octet, 0);
      Answer answer =
          ask(
              operator,
              quantized(left, a, n),
              quantized(right, b, n),
              number(y.scale()),
              number(y.zeroPoint()));
      agreement.add(
          "seed " + SEED + " + " + c,
          y,
          octet,
          answer,
          i -> {
            double x = exact(left[i], a);
            return op == Op.ADD ? x + exact(right[i], b) : x * exact(right[i], b);
          });
    }
    agreement.check();
  }

  @ParameterizedTest
  @CsvSource({"quantized::add_scalar, ADD", "quantized::mul_scalar, MUL"})
  void withANumber(String operator, Op op) {
    Agreement agreement = new Agreement(operator);
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      double number = op == Op.ADD ? x.scale() * draw.uniform(-400, 400) : draw.uniform(-3, 3);
      double used = c % 50 == 0 ? 0 : number;
      byte[] q = draw.everyByte();
      ScalarResult result =
          op == Op.ADD ? ScalarResult.add(x, used) : ScalarResult.multiply(x, used);
      byte[] octet = q.clone();
      result.table().ifPresent(t -> unary.lookup(q, 0, q.length, t, octet, 0));
      // What PyTorch adds is a whole number of steps.
      double added = Math.rint(used / x.scale()) * x.scale();
      agreement.add(
          "seed " + SEED + " + " + c + ", " + used + " and " + x,
          result.params(),
          octet,
          ask(operator, quantized(q, x, q.length), scalar(used)),
          i -> op == Op.ADD ? exact(q[i], x) + added : exact(q[i], x) * used);
    }
    agreement.check();
  }

  @Test
  void cat() {
    Agreement agreement = new Agreement("quantized::cat");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      boolean unsigned = draw.either();
      ByteParams a = draw.params(unsigned);
      ByteParams b = draw.params(unsigned);
      ByteParams y = draw.params(unsigned);
      byte[] first = draw.everyByte();
      byte[] second = draw.everyByte();
      int n = first.length;
      byte[] octet = new byte[n + second.length];
      unary.rescale(first, 0, n, a, y, octet, 0);
      unary.rescale(second, 0, second.length, b, y, octet, n);
      IValue both = tensors(quantized(first, a, n), quantized(second, b, second.length));
      agreement.add(
          "seed " + SEED + " + " + c,
          y,
          octet,
          ask("quantized::cat", both, number(0), number(y.scale()), number(y.zeroPoint())),
          i -> i < n ? exact(first[i], a) : exact(second[i - n], b));
    }
    agreement.check();
  }

  @Test
  void limits() {
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      byte[] q = draw.everyByte();
      IValue tensor = quantized(q, x, q.length);
      float lo = draw.uniform(-100, 20) * x.scale();
      float hi = lo + draw.uniform(0, 200) * x.scale();
      int least = integer(lo, x);
      int greatest = integer(hi, x);
      assertLimits(c, q, x, x.zeroPoint(), x.qmax(), ask("aten::relu", tensor));
      assertLimits(
          c,
          q,
          x,
          x.zeroPoint(),
          integer(6f, x),
          ask("quantized::relu6", tensor, new IValue(false)));
      assertLimits(c, q, x, least, greatest, ask("aten::hardtanh", tensor, scalar(lo), scalar(hi)));
      assertLimits(c, q, x, least, greatest, ask("aten::clamp", tensor, scalar(lo), scalar(hi)));
    }
  }

  private void assertLimits(int c, byte[] q, ByteParams x, int lo, int hi, Answer answer) {
    byte[] octet = new byte[q.length];
    unary.clamp(q, 0, q.length, x.unsigned(), lo, hi, octet, 0);
    String what = "seed " + SEED + " + " + c;
    assertThat(answer.params()).as(what).isEqualTo(x);
    assertThat(answer.values()).as(what).isEqualTo(octet);
  }

  /** How an operator is called, and which function it is. */
  private interface Operator {
    Answer call(IValue x, ByteParams out);
  }

  private void table(
      Draw draw,
      Agreement agreement,
      int c,
      ByteParams x,
      ByteParams out,
      DoubleUnaryOperator f,
      Operator torch) {
    byte[] q = draw.everyByte();
    byte[] octet = new byte[q.length];
    unary.lookup(q, 0, q.length, ByteTable.of(x, out, f), octet, 0);
    agreement.add(
        "seed " + SEED + " + " + c,
        out,
        octet,
        torch.call(quantized(q, x, q.length), out),
        i -> f.applyAsDouble(exact(q[i], x)));
  }

  @Test
  void sigmoidAndTanh() {
    Agreement sigmoid = new Agreement("aten::sigmoid, quantized::sigmoid");
    Agreement hard = new Agreement("aten::hardsigmoid");
    Agreement tanh = new Agreement("aten::tanh");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      ByteParams fixed = ByteTable.sigmoidOutput(x.unsigned());
      table(draw, sigmoid, c, x, fixed, ByteTable::sigmoid, (q, y) -> ask("aten::sigmoid", q));
      ByteParams own = draw.params(x.unsigned(), draw.uniform(0.002, 0.02));
      table(
          draw,
          sigmoid,
          c,
          x,
          own,
          ByteTable::sigmoid,
          (q, y) -> ask("quantized::sigmoid", q, number(y.scale()), number(y.zeroPoint())));
      table(draw, hard, c, x, fixed, ByteTable::hardSigmoid, (q, y) -> ask("aten::hardsigmoid", q));
      table(
          draw,
          tanh,
          c,
          x,
          ByteTable.tanhOutput(x.unsigned()),
          StrictMath::tanh,
          (q, y) -> ask("aten::tanh", q));
    }
    sigmoid.check();
    hard.check();
    tanh.check();
  }

  @Test
  void gelu() {
    Agreement exactly = new Agreement("aten::gelu");
    Agreement tanh = new Agreement("aten::gelu of tanh");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      table(
          draw,
          exactly,
          c,
          x,
          x,
          ByteTable::gelu,
          (q, y) -> ask("aten::gelu", q, new IValue("none")));
      table(
          draw,
          tanh,
          c,
          x,
          x,
          ByteTable::geluTanh,
          (q, y) -> ask("aten::gelu", q, new IValue("tanh")));
    }
    exactly.check();
    tanh.check();
  }

  @Test
  void eluAndItsKin() {
    Agreement elu = new Agreement("quantized::elu");
    Agreement celu = new Agreement("quantized::celu");
    Agreement swish = new Agreement("quantized::hardswish");
    Agreement leaky = new Agreement("quantized::leaky_relu");
    Agreement threshold = new Agreement("quantized::threshold");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      ByteParams out = draw.params(x.unsigned(), x.scale() * draw.uniform(0.3, 1.5));
      float alpha = draw.uniform(0.2, 2);
      float slope = draw.uniform(-0.3, 0.5);
      table(
          draw,
          elu,
          c,
          x,
          out,
          ByteTable.elu(alpha, 1.25, 0.75),
          (q, y) ->
              ask(
                  "quantized::elu",
                  q,
                  number(y.scale()),
                  number(y.zeroPoint()),
                  scalar(alpha),
                  scalar(1.25),
                  scalar(0.75)));
      table(
          draw,
          celu,
          c,
          x,
          out,
          ByteTable.elu(alpha, 1, 1.0 / alpha),
          (q, y) ->
              ask("quantized::celu", q, number(y.scale()), number(y.zeroPoint()), scalar(alpha)));
      table(
          draw,
          swish,
          c,
          x,
          out,
          ByteTable::hardSwish,
          (q, y) -> ask("quantized::hardswish", q, number(y.scale()), number(y.zeroPoint())));
      table(
          draw,
          leaky,
          c,
          x,
          out,
          ByteTable.leakyRelu(slope),
          (q, y) ->
              ask(
                  "quantized::leaky_relu",
                  q,
                  scalar(slope),
                  new IValue(false),
                  number(y.scale()),
                  number(y.zeroPoint())));
      table(
          draw,
          threshold,
          c,
          x,
          x,
          ByteTable.threshold(alpha, slope),
          (q, y) -> ask("quantized::threshold", q, scalar(alpha), scalar(slope)));
    }
    elu.check();
    celu.check();
    swish.check();
    leaky.check();
    threshold.check();
  }

  /** The kernel for slopes of their own is the table's function too. */
  @Test
  void leakyReluByItsKernel() {
    Agreement agreement = new Agreement("quantized::leaky_relu, by QUnary.prelu");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      ByteParams x = draw.params(draw.either());
      ByteParams y = draw.params(x.unsigned(), x.scale() * draw.uniform(0.3, 1.5));
      float slope = draw.uniform(-0.3, 0.5);
      byte[] q = draw.everyByte();
      byte[] octet = new byte[q.length];
      float positive = x.scale() / y.scale();
      unary.prelu(q, 0, q.length, x, positive, new float[] {slope * positive}, 0, 0, octet, 0, y);
      agreement.add(
          "seed " + SEED + " + " + c,
          y,
          octet,
          ask(
              "quantized::leaky_relu",
              quantized(q, x, q.length),
              scalar(slope),
              new IValue(false),
              number(y.scale()),
              number(y.zeroPoint())),
          i -> ByteTable.leakyRelu(slope).applyAsDouble(exact(q[i], x)));
    }
    agreement.check();
  }

  /** Slopes of a power of two and room for 1: PyTorch quantizes the 1 as well. */
  @Test
  void prelu() {
    Agreement agreement = new Agreement("quantized::prelu");
    for (int c = 0; c < CASES; c++) {
      Draw draw = new Draw(SEED + c);
      boolean unsigned = draw.either();
      ByteParams x = draw.params(unsigned);
      ByteParams y = draw.params(unsigned, x.scale() * draw.uniform(0.3, 1.5));
      int zero = unsigned ? draw.between(0, 120) : draw.between(-128, -8);
      ByteParams w = new ByteParams(1f / (1 << draw.between(2, 6)), zero, unsigned);
      int channels = draw.between(1, 40);
      int pixels = draw.between(5, 60);
      byte[] slopes = draw.bytes(channels);
      float positive = x.scale() / y.scale();
      float[] negative = new float[channels];
      for (int i = 0; i < channels; i++) {
        negative[i] = w.dequantize(slopes[i]) * positive;
      }
      byte[] q = draw.bytes(pixels * channels);
      byte[] octet = new byte[q.length];
      for (int p = 0; p < pixels; p++) {
        unary.prelu(q, p * channels, channels, x, positive, negative, 0, 1, octet, p * channels, y);
      }
      agreement.add(
          "seed " + SEED + " + " + c,
          y,
          octet,
          ask(
              "quantized::prelu",
              quantized(q, x, pixels, channels),
              quantized(slopes, w, channels),
              number(y.scale()),
              number(y.zeroPoint())),
          i -> {
            double v = exact(q[i], x);
            return v < 0 ? v * exact(slopes[i % channels], w) : v;
          });
    }
    agreement.check();
  }

  private static double exact(byte q, ByteParams x) {
    return (double) x.scale() * (x.integer(q) - x.zeroPoint());
  }

  private static int integer(float real, ByteParams x) {
    return x.integer(x.quantize(real));
  }
}
