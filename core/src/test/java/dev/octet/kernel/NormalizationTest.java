package dev.octet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.octet.kernel.reference.ReferenceFloatNorm;
import dev.octet.kernel.reference.ReferenceQNorm;
import dev.octet.numerics.ByteParams;
import org.junit.jupiter.api.Test;

/** The compositions against their equations in double precision. */
class NormalizationTest {
  private static final int CHANNELS = 6;
  private static final int PLANE = 35;
  private static final int GROUPS = 3;
  private static final float EPS = 1e-3f;

  private final Samples samples = Samples.fresh();
  private final float[] gamma = samples.normal(CHANNELS, 1, 0.3);
  private final float[] beta = samples.normal(CHANNELS, 0, 0.5);
  private final float[] x = samples.normal(CHANNELS * PLANE, 3, 2);

  @Test
  void floatGroupsInPlanesAndChannelsLast() {
    double[] expected = groupNorm(x);
    float[] y = new float[x.length];
    FloatNormalization.Channels affine = new FloatNormalization.Channels(gamma, beta);
    int each = CHANNELS / GROUPS;
    for (int g = 0; g < GROUPS; g++) {
      int at = g * each * PLANE;
      FloatNormalization.groupNorm(
          new ReferenceFloatNorm(), x, at, each, PLANE, affine, g * each, EPS, y, at);
    }
    assertClose(y, expected, 1e-5);
    float[] last = new float[x.length];
    FloatNormalization.groupNormChannelsLast(
        new ReferenceFloatNorm(), transposed(x), 0, PLANE, CHANNELS, GROUPS, affine, EPS, last, 0);
    assertClose(last, transposed(expected), 1e-5);
  }

  @Test
  void floatBatch() {
    float[] mean = samples.normal(CHANNELS, 3, 1);
    float[] variance = samples.uniform(CHANNELS, 0.5, 4);
    var folded = FloatNormalization.Channels.ofBatch(gamma, beta, mean, variance, EPS);
    for (int c = 0; c < CHANNELS; c++) {
      float[] y = new float[1];
      new ReferenceFloatNorm().apply(x, c, 1, 0f, folded.factor(), folded.shift(), c, 0, y, 0);
      double unit = (x[c] - mean[c]) / Math.sqrt(variance[c] + EPS);
      assertThat((double) y[0])
          .as("%s", samples)
          .isCloseTo(unit * gamma[c] + beta[c], within(1e-5));
    }
  }

  @Test
  void integersWithinHalfAStep() {
    ByteParams in = new ByteParams(0.07f, 100, true);
    ByteParams out = new ByteParams(0.1f, -10, false);
    byte[] q = new byte[x.length];
    float[] real = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      q[i] = in.quantize(x[i]);
      real[i] = in.dequantize(q[i]);
    }
    double[] expected = groupNorm(real);
    var steps = QNormalization.Steps.of(gamma, beta, out.scale());
    byte[] y = new byte[x.length];
    int each = CHANNELS / GROUPS;
    for (int g = 0; g < GROUPS; g++) {
      int at = g * each * PLANE;
      QNormalization.groupNorm(
          new ReferenceQNorm(), q, at, each, PLANE, in, steps, g * each, EPS, y, at, out);
    }
    assertClose(dequantized(y, out), expected, 0.05001);
    byte[] last = new byte[x.length];
    QNormalization.groupNormChannelsLast(
        new ReferenceQNorm(),
        transposed(q),
        0,
        PLANE,
        CHANNELS,
        GROUPS,
        in,
        steps,
        EPS,
        last,
        0,
        out);
    assertClose(dequantized(last, out), transposed(expected), 0.05001);
  }

  @Test
  void integerLayer() {
    ByteParams in = new ByteParams(0.07f, 100, true);
    ByteParams out = new ByteParams(0.1f, -10, false);
    int n = CHANNELS;
    byte[] q = new byte[n];
    float[] real = new float[n];
    for (int i = 0; i < n; i++) {
      q[i] = in.quantize(x[i]);
      real[i] = in.dequantize(q[i]);
    }
    byte[] y = new byte[n];
    var steps = QNormalization.Steps.of(gamma, beta, out.scale());
    QNormalization.layerNorm(new ReferenceQNorm(), q, 0, n, in, steps, EPS, y, 0, out);
    double[] moments = moments(real, 0, n);
    double[] expected = new double[n];
    for (int i = 0; i < n; i++) {
      double unit = (real[i] - moments[0]) / Math.sqrt(moments[1] + EPS);
      expected[i] = unit * gamma[i] + beta[i];
    }
    assertClose(dequantized(y, out), expected, 0.05001);
  }

  @Test
  void integerBatchWithAndWithoutRelu() {
    ByteParams in = new ByteParams(0.07f, 100, true);
    ByteParams out = new ByteParams(0.04f, 90, true);
    float[] mean = samples.normal(CHANNELS, 3, 1);
    float[] variance = samples.uniform(CHANNELS, 0.5, 4);
    var steps =
        QNormalization.Steps.ofBatch(gamma, beta, mean, variance, EPS, in.scale(), out.scale());
    byte[] q = samples.bytes(CHANNELS);
    for (boolean relu : new boolean[] {false, true}) {
      byte[] y = new byte[CHANNELS];
      QNormalization.batchNorm(
          new ReferenceQNorm(), q, 0, CHANNELS, in, steps, 0, 1, y, 0, out, relu);
      for (int c = 0; c < CHANNELS; c++) {
        double unit = (in.dequantize(q[c]) - mean[c]) / Math.sqrt(variance[c] + EPS);
        double exact = unit * gamma[c] + beta[c];
        double least = relu ? 0 : out.scale() * -90;
        double limited = Math.clamp(exact, least, out.scale() * (255 - 90));
        assertThat((double) out.dequantize(y[c]))
            .as("%s", samples)
            .isCloseTo(limited, within(0.02001));
      }
    }
  }

  private double[] groupNorm(float[] values) {
    int size = values.length / GROUPS;
    double[] y = new double[values.length];
    for (int g = 0; g < GROUPS; g++) {
      double[] moments = moments(values, g * size, size);
      for (int i = g * size; i < (g + 1) * size; i++) {
        double unit = (values[i] - moments[0]) / Math.sqrt(moments[1] + EPS);
        y[i] = unit * gamma[i / PLANE] + beta[i / PLANE];
      }
    }
    return y;
  }

  private static double[] moments(float[] values, int from, int n) {
    double mean = 0;
    for (int i = from; i < from + n; i++) {
      mean += (double) values[i] / n;
    }
    double variance = 0;
    for (int i = from; i < from + n; i++) {
      variance += (values[i] - mean) * (values[i] - mean) / n;
    }
    return new double[] {mean, variance};
  }

  private void assertClose(float[] actual, double[] expected, double tolerance) {
    for (int i = 0; i < actual.length; i++) {
      assertThat((double) actual[i])
          .as("element %d, %s", i, samples)
          .isCloseTo(expected[i], within(tolerance));
    }
  }

  private static float[] dequantized(byte[] q, ByteParams params) {
    float[] y = new float[q.length];
    for (int i = 0; i < q.length; i++) {
      y[i] = params.dequantize(q[i]);
    }
    return y;
  }

  private static int planeIndex(int last) {
    return last % CHANNELS * PLANE + last / CHANNELS;
  }

  private static float[] transposed(float[] planes) {
    float[] last = new float[planes.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = planes[planeIndex(i)];
    }
    return last;
  }

  private static double[] transposed(double[] planes) {
    double[] last = new double[planes.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = planes[planeIndex(i)];
    }
    return last;
  }

  private static byte[] transposed(byte[] planes) {
    byte[] last = new byte[planes.length];
    for (int i = 0; i < last.length; i++) {
      last[i] = planes[planeIndex(i)];
    }
    return last;
  }
}
