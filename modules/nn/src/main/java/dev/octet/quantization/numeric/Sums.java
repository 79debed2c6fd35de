package dev.octet.quantization.numeric;

import dev.octet.tensor.DType;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QTensor;
import dev.octet.tensor.Shape;
import dev.octet.tensor.Tensor;

/** What a {@link Difference} is computed from: some sums, however many batches there are. */
final class Sums {
  private long elements;
  private long notFinite;
  private long clipped;
  private double signal;
  private double other;
  private double product;
  private double noise;
  private double largest;

  /** Whether a tensor holds what can be compared: real numbers, or integers that stand for them. */
  static boolean isReal(Tensor t) {
    return t instanceof FloatTensor || t instanceof QTensor;
  }

  /** The real numbers of a tensor, in an array of their own. */
  static FloatTensor real(Tensor t) {
    return t instanceof QTensor q ? q.dequantize() : ((FloatTensor) t).copy();
  }

  /**
   * Takes a tensor and its counterpart.
   *
   * @throws IllegalArgumentException if their shapes differ
   */
  void add(FloatTensor x, Tensor y) {
    if (!x.shape().equals(y.shape())) {
      throw new IllegalArgumentException(
          "shape " + x.shape() + " of the float graph, " + y.shape() + " of the quantized one");
    }
    add(
        x.toArray(),
        y instanceof QTensor q ? q.dequantize().toArray() : ((FloatTensor) y).toArray());
    if (y instanceof QTensor q && q.dtype() != DType.QINT32) {
      countClipped(x.toArray(), q);
    }
  }

  private void add(float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      double a = x[i];
      double b = y[i];
      if (!Double.isFinite(a) || !Double.isFinite(b)) {
        notFinite++;
        continue;
      }
      elements++;
      signal += a * a;
      other += b * b;
      product += a * b;
      noise += (a - b) * (a - b);
      largest = Math.max(largest, Math.abs(a - b));
    }
  }

  private void countClipped(float[] x, QTensor y) {
    Shape shape = y.shape();
    int inner = y.qparams().isPerChannel() ? shape.size(y.qparams().axis() + 1, shape.rank()) : 1;
    for (int i = 0; i < x.length; i++) {
      int c = y.qparams().isPerChannel() ? i / inner % y.qparams().count() : 0;
      double integer = (double) x[i] / y.qparams().scale(c) + y.qparams().zeroPoint(c);
      boolean beyond = integer < y.dtype().qmin() - 0.5 || integer > y.dtype().qmax() + 0.5;
      clipped += beyond && Float.isFinite(x[i]) ? 1 : 0;
    }
  }

  Difference difference() {
    if (elements == 0) {
      return new Difference(0, notFinite, clipped, Double.NaN, Double.NaN, 0);
    }
    double sqnr = noise == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(signal / noise);
    double cosine =
        signal == 0 && other == 0
            ? 1
            : signal == 0 || other == 0
                ? 0
                : Math.clamp(product / (Math.sqrt(signal) * Math.sqrt(other)), -1, 1);
    return new Difference(elements, notFinite, clipped, sqnr, cosine, largest);
  }
}
