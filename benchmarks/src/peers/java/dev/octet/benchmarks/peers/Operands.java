package dev.octet.benchmarks.peers;

import dev.octet.numerics.ChooseQParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import java.util.Random;

/**
 * The numbers that everybody computes with, float and quantized.
 *
 * @param x input: rows, or an image in NCHW
 * @param weight [out, …]
 * @param bias [out]
 * @param qx the input in 7 bits, 0 to 127, so that no engine saturates on any CPU
 * @param qweight the weight in signed 8 bits, symmetric, per output channel
 */
record Operands(FloatTensor x, FloatTensor weight, FloatTensor bias, QTensor qx, QTensor qweight) {

  /** Normal inputs; weights and bias so scaled that results are about as large as inputs. */
  static Operands random(Shape x, Shape weight, int terms) {
    Random random = new Random(1);
    int out = weight.dim(0);
    FloatTensor input = gaussian(random, x, 1);
    FloatTensor w = gaussian(random, weight, 1 / Math.sqrt(terms));
    FloatTensor bias = gaussian(random, Shape.of(out), 0.1);
    ChooseQParams p = fit(input.array(), 127);
    return new Operands(
        input,
        w,
        bias,
        QTensor.quantizePerTensor(input, p.scale(), p.zeroPoint(), DType.QUINT8),
        QTensor.quantizePerChannel(w, scales(w.array(), out), new int[out], 0, DType.QINT8));
  }

  float inputScale() {
    return qx.qparams().scale(0);
  }

  int inputZeroPoint() {
    return qx.qparams().zeroPoint(0);
  }

  float[] weightScales() {
    return qweight.qparams().scales();
  }

  /** Scale and zero point with which 0 to {@code qmax} hold all values. */
  static ChooseQParams fit(float[] values, int qmax) {
    float min = Float.POSITIVE_INFINITY;
    float max = Float.NEGATIVE_INFINITY;
    for (float v : values) {
      min = Math.min(min, v);
      max = Math.max(max, v);
    }
    return ChooseQParams.dynamic(min, max, 0, qmax);
  }

  /** Real numbers from unsigned 8-bit ones. */
  static float[] dequantize(byte[] q, ChooseQParams p) {
    float[] real = new float[q.length];
    for (int i = 0; i < q.length; i++) {
      real[i] = p.scale() * (Byte.toUnsignedInt(q[i]) - p.zeroPoint());
    }
    return real;
  }

  /**
   * Matrices one after another, each transposed: planes of channels become channels last, and back
   * with the arguments exchanged.
   */
  static float[] transposed(float[] values, int rows, int cols) {
    float[] t = new float[values.length];
    for (int m = 0; m < values.length; m += rows * cols) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
          t[m + j * rows + i] = values[m + i * cols + j];
        }
      }
    }
    return t;
  }

  /** As {@link #transposed(float[], int, int)}. */
  static byte[] transposed(byte[] values, int rows, int cols) {
    byte[] t = new byte[values.length];
    for (int m = 0; m < values.length; m += rows * cols) {
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
          t[m + j * rows + i] = values[m + i * cols + j];
        }
      }
    }
    return t;
  }

  private static FloatTensor gaussian(Random random, Shape shape, double deviation) {
    FloatTensor t = FloatTensor.zeros(shape);
    for (int i = 0; i < t.array().length; i++) {
      t.array()[i] = (float) (deviation * random.nextGaussian());
    }
    return t;
  }

  private static float[] scales(float[] weight, int out) {
    int each = weight.length / out;
    float[] scales = new float[out];
    for (int i = 0; i < weight.length; i++) {
      scales[i / each] = Math.max(scales[i / each], Math.abs(weight[i]) / 127);
    }
    return scales;
  }
}
