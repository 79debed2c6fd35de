package dev.octet.oracle;

import static dev.octet.oracle.TorchBytes.ask;
import static dev.octet.oracle.TorchBytes.floats;
import static dev.octet.oracle.TorchBytes.number;
import static dev.octet.oracle.TorchBytes.quantized;
import static org.assertj.core.api.Assertions.assertThat;

import dev.octet.engine.Engine;
import dev.octet.kernel.QNorm;
import dev.octet.kernel.QNormalization;
import dev.octet.kernel.QNormalization.Steps;
import dev.octet.kernel.Quantizer;
import dev.octet.kernel.Softmax;
import dev.octet.kernel.TopK;
import dev.octet.numerics.ByteParams;
import dev.octet.oracle.TorchBytes.Answer;
import org.bytedeco.pytorch.IValue;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Normalizations, softmax and top-k of 8-bit integers beside PyTorch's. Another seed each time;
 * {@code -Doctet.oracle.seed=} repeats one.
 */
@Tag("oracle")
class NormalizationOracleTest {
  private static final int CASES = 300;
  private static final long SEED = Long.getLong("octet.oracle.seed", System.nanoTime());
  private static final float EPS = 1e-5f;

  private final QNorm norm = Engine.standard().kernel(QNorm.class);

  @BeforeAll
  static void start() {
    TorchBytes.start();
  }

  /** An image, or rows, to normalize. */
  private static final class Case {
    final Draw draw;
    final String what;
    final int images;
    final int channels;
    final int groups;
    final int height;
    final int width;
    final int plane;
    final ByteParams x;
    final ByteParams y;
    final byte[] q;
    final float[] gamma;
    final float[] beta;

    Case(int number, boolean layer) {
      what = "seed " + SEED + " + " + number;
      draw = new Draw(SEED + number);
      boolean unsigned = draw.either();
      images = draw.between(1, 3);
      groups = draw.between(1, 5);
      channels = layer ? draw.between(20, 800) : groups * draw.between(1, 6);
      height = layer ? 1 : draw.between(4, 12);
      width = layer ? 1 : draw.between(4, 12);
      plane = height * width;
      x = draw.params(unsigned);
      y = draw.params(unsigned, draw.uniform(0.01, 0.05));
      q =
          draw.normalBytes(
              images * channels * plane, draw.uniform(60, 190), draw.uniform(15, 60), unsigned);
      gamma = draw.normal(channels, 1, 0.3);
      beta = draw.normal(channels, 0, 0.5);
    }

    double exact(int i) {
      return (double) x.scale() * (x.integer(q[i]) - x.zeroPoint());
    }

    int channel(int i) {
      return i / plane % channels;
    }

    /** The exact value of element i where runs of so many elements are normalized. */
    double normalized(int i, int run) {
      int from = i - i % run;
      double sum = 0;
      double squares = 0;
      for (int j = from; j < from + run; j++) {
        sum += exact(j);
        squares += exact(j) * exact(j);
      }
      double mean = sum / run;
      double unit = (exact(i) - mean) / Math.sqrt(squares / run - mean * mean + EPS);
      return unit * gamma[channel(i)] + beta[channel(i)];
    }
  }

  @Test
  void layerNorm() {
    Agreement agreement = new Agreement("quantized::layer_norm");
    for (int i = 0; i < CASES; i++) {
      Case c = new Case(i, true);
      Steps steps = Steps.of(c.gamma, c.beta, c.y.scale());
      byte[] octet = new byte[c.q.length];
      for (int at = 0; at < octet.length; at += c.channels) {
        QNormalization.layerNorm(norm, c.q, at, c.channels, c.x, steps, EPS, octet, at, c.y);
      }
      Answer answer =
          ask(
              "quantized::layer_norm",
              quantized(c.q, c.x, c.images, c.channels),
              Operators.ints(c.channels),
              floats(c.gamma),
              floats(c.beta),
              number(EPS),
              number(c.y.scale()),
              number(c.y.zeroPoint()));
      agreement.add(c.what, c.y, octet, answer, e -> c.normalized(e, c.channels));
    }
    agreement.check();
  }

  @Test
  void groupNorm() {
    Agreement planes = new Agreement("quantized::group_norm");
    Agreement last = new Agreement("quantized::group_norm, Octet channels-last");
    for (int i = 0; i < CASES; i++) {
      Case c = new Case(i, false);
      Answer answer =
          ask(
              "quantized::group_norm",
              quantized(c.q, c.x, c.images, c.channels, c.height, c.width),
              number(c.groups),
              floats(c.gamma),
              floats(c.beta),
              number(EPS),
              number(c.y.scale()),
              number(c.y.zeroPoint()));
      int run = c.channels / c.groups * c.plane;
      planes.add(c.what, c.y, planes(c, c.groups), answer, e -> c.normalized(e, run));
      last.add(c.what, c.y, channelsLast(c, c.groups), answer, e -> c.normalized(e, run));
    }
    planes.check();
    last.check();
  }

  @Test
  void instanceNorm() {
    Agreement planes = new Agreement("quantized::instance_norm");
    Agreement last = new Agreement("quantized::instance_norm, Octet channels-last");
    for (int i = 0; i < CASES; i++) {
      Case c = new Case(i, false);
      Answer answer =
          ask(
              "quantized::instance_norm",
              quantized(c.q, c.x, c.images, c.channels, c.height, c.width),
              floats(c.gamma),
              floats(c.beta),
              number(EPS),
              number(c.y.scale()),
              number(c.y.zeroPoint()));
      planes.add(c.what, c.y, planes(c, c.channels), answer, e -> c.normalized(e, c.plane));
      last.add(c.what, c.y, channelsLast(c, c.channels), answer, e -> c.normalized(e, c.plane));
    }
    planes.check();
    last.check();
  }

  private byte[] planes(Case c, int groups) {
    Steps steps = Steps.of(c.gamma, c.beta, c.y.scale());
    byte[] octet = new byte[c.q.length];
    int each = c.channels / groups;
    int run = each * c.plane;
    for (int at = 0; at < octet.length; at += run) {
      int first = at / run % groups * each;
      QNormalization.groupNorm(
          norm, c.q, at, each, c.plane, c.x, steps, first, EPS, octet, at, c.y);
    }
    return octet;
  }

  private byte[] channelsLast(Case c, int groups) {
    Steps steps = Steps.of(c.gamma, c.beta, c.y.scale());
    byte[] q = exchanged(c.q, c.channels, c.plane);
    byte[] octet = new byte[q.length];
    int image = c.channels * c.plane;
    for (int at = 0; at < q.length; at += image) {
      QNormalization.groupNormChannelsLast(
          norm, q, at, c.plane, c.channels, groups, c.x, steps, EPS, octet, at, c.y);
    }
    return exchanged(octet, c.plane, c.channels);
  }

  /** Rows become columns in each image. */
  private static byte[] exchanged(byte[] q, int rows, int columns) {
    byte[] y = new byte[q.length];
    int size = rows * columns;
    for (int i = 0; i < q.length; i++) {
      int in = i % size;
      y[i - in + in % columns * rows + in / columns] = q[i];
    }
    return y;
  }

  @Test
  void batchNorm() {
    Agreement agreement = new Agreement("quantized::batch_norm2d, batch_norm2d_relu");
    for (int i = 0; i < CASES; i++) {
      Case c = new Case(i, false);
      boolean relu = i % 2 == 0;
      float[] mean = c.draw.normal(c.channels, 0, 100 * c.x.scale());
      float[] deviation = c.draw.normal(c.channels, 0, 50 * c.x.scale());
      float[] variance = new float[c.channels];
      for (int ch = 0; ch < c.channels; ch++) {
        variance[ch] = deviation[ch] * deviation[ch] + c.x.scale();
      }
      Steps steps = Steps.ofBatch(c.gamma, c.beta, mean, variance, EPS, c.x.scale(), c.y.scale());
      byte[] octet = new byte[c.q.length];
      for (int at = 0; at < octet.length; at += c.plane) {
        QNormalization.batchNorm(
            norm, c.q, at, c.plane, c.x, steps, c.channel(at), 0, octet, at, c.y, relu);
      }
      Answer answer =
          ask(
              relu ? "quantized::batch_norm2d_relu" : "quantized::batch_norm2d",
              quantized(c.q, c.x, c.images, c.channels, c.height, c.width),
              floats(c.gamma),
              floats(c.beta),
              floats(mean),
              floats(variance),
              number(EPS),
              number(c.y.scale()),
              number(c.y.zeroPoint()));
      agreement.add(
          c.what,
          c.y,
          octet,
          answer,
          e -> {
            int ch = c.channel(e);
            double unit = (c.exact(e) - mean[ch]) / Math.sqrt((double) variance[ch] + EPS);
            return unit * c.gamma[ch] + c.beta[ch];
          });
    }
    agreement.check();
  }

  /** Dequantize, softmax, quantize. */
  @Test
  void softmax() {
    Quantizer quantizer = Engine.standard().kernel(Quantizer.class);
    Softmax softmax = Engine.standard().kernel(Softmax.class);
    Agreement agreement = new Agreement("quantized::softmax");
    for (int i = 0; i < CASES; i++) {
      Draw draw = new Draw(SEED + i);
      boolean unsigned = draw.either();
      int n = draw.between(2, 300);
      int rows = draw.between(1, 9);
      ByteParams x = draw.params(unsigned);
      ByteParams y =
          i % 2 == 0
              ? new ByteParams(1f / 256, unsigned ? 0 : -128, unsigned)
              : draw.params(unsigned, draw.uniform(0.0005, 0.004));
      byte[] q = draw.bytes(rows * n);
      byte[] octet = new byte[q.length];
      float[] row = new float[n];
      for (int at = 0; at < q.length; at += n) {
        quantizer.dequantize(q, at, n, unsigned, x.scale(), x.zeroPoint(), row, 0);
        softmax.row(row, 0, n, 1f, null, 0, row, 0);
        quantizer.quantize(row, 0, n, y.scale(), y.zeroPoint(), y.qmin(), y.qmax(), octet, at);
      }
      Answer answer =
          ask(
              "quantized::softmax",
              quantized(q, x, rows, n),
              number(-1),
              number(y.scale()),
              number(y.zeroPoint()));
      agreement.add(
          "seed " + SEED + " + " + i,
          y,
          octet,
          answer,
          e -> {
            double sum = 0;
            for (int j = e - e % n; j < e - e % n + n; j++) {
              sum += Math.exp((double) x.scale() * (x.integer(q[j]) - x.integer(q[e])));
            }
            return 1 / sum;
          });
    }
    agreement.check();
  }

  /** Values are equal; PyTorch leaves open which of equal ones it takes. */
  @Test
  void topK() {
    TopK kernel = Engine.standard().kernel(TopK.class);
    for (int i = 0; i < CASES; i++) {
      Draw draw = new Draw(SEED + i);
      ByteParams x = draw.params(draw.either());
      int n = draw.between(1, 1000);
      int k = draw.between(1, n);
      boolean greatest = draw.either();
      byte[] q = draw.bytes(n);
      byte[] values = new byte[k];
      int[] indices = new int[k];
      kernel.bytes(q, 0, n, x.unsigned(), greatest, k, values, indices, 0);
      IValue[] arguments = {
        quantized(q, x, n), number(k), number(-1), new IValue(greatest), new IValue(true)
      };
      byte[] theirs =
          Operators.bytes(Operators.tensor(Operators.result(0, "aten::topk", arguments)));
      long[] places = TorchBytes.longs(Operators.result(1, "aten::topk", arguments));
      for (int j = 0; j < k; j++) {
        String what = "seed " + SEED + " + " + i + ", place " + j;
        assertThat(theirs[j]).as(what).isEqualTo(values[j]);
        assertThat(q[(int) places[j]]).as(what).isEqualTo(values[j]);
        assertThat(q[indices[j]]).as(what).isEqualTo(values[j]);
      }
    }
  }
}
