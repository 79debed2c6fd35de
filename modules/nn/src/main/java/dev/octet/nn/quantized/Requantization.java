package dev.octet.nn.quantized;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QStage;
import dev.octet.nn.modules.Limits;
import dev.octet.numerics.Affine;
import dev.octet.numerics.ByteParams;
import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;

/**
 * What becomes of the sums of a convolution or linear layer, computed once: everything of {@link
 * Affine#requantize} and {@link Affine#requantizeAdd} but the sums themselves.
 *
 * @param bias bias in accumulators for each output, or null
 * @param multipliers what an accumulator is worth in steps of the output; in real numbers where a
 *     second input is added
 * @param y what results stand for
 * @param lo least result
 * @param hi greatest result
 */
record Requantization(float[] bias, float[] multipliers, ByteParams y, int lo, int hi) {
  static Requantization of(
      QParams w, FloatTensor bias, ByteParams x, ByteParams y, boolean add, Limits limits) {
    float[] scales = w.scales();
    float in = x.scale();
    float out = y.scale();
    float[] multipliers = new float[scales.length];
    for (int c = 0; c < multipliers.length; c++) {
      multipliers[c] = add ? in * scales[c] : Affine.multiplier(in, scales[c], out);
    }
    float[] units = null;
    if (bias != null) {
      units = bias.toArray();
      for (int c = 0; c < units.length; c++) {
        units[c] = Affine.biasInAccumulators(units[c], in, scales[scales.length == 1 ? 0 : c]);
      }
    }
    QParams results = QParams.perTensor(out, y.zeroPoint());
    return new Requantization(
        units,
        multipliers,
        y,
        limits.least(results, y.qmin(), y.qmax()),
        limits.greatest(results, y.qmin(), y.qmax()));
  }

  /** Checks weights of 8 bits with channels on an axis, whose sums stay in int32. */
  static void check(QTensor weight, int axis, int k) {
    if (weight.dtype() == DType.QINT32) {
      throw new IllegalArgumentException("weight is QINT32, expected QINT8 or QUINT8");
    }
    QParams p = weight.qparams();
    if (p.isPerChannel() && p.axis() != axis) {
      throw new IllegalArgumentException(
          "weight has its channels on axis " + p.axis() + ", expected axis " + axis);
    }
    if (k > QGemm.MAX_K) {
      throw new IllegalArgumentException(
          "weight "
              + weight.shape()
              + " sums more than "
              + QGemm.MAX_K
              + " products: they could leave int32");
    }
  }

  QStage stage(QTensor result, int columns) {
    return new QStage.Requantize(
        bias, multipliers, y.zeroPoint(), lo, hi, result.array(), result.offset(), columns);
  }

  QStage stage(QTensor result, int columns, QTensor addend) {
    QParams p = addend.qparams();
    return new QStage.RequantizeAdd(
        bias,
        multipliers,
        addend.array(),
        addend.offset(),
        columns,
        addend.dtype() == DType.QUINT8,
        p.scale(0),
        p.zeroPoint(0),
        1f / y.scale(),
        y.zeroPoint(),
        lo,
        hi,
        result.array(),
        result.offset(),
        columns);
  }
}
