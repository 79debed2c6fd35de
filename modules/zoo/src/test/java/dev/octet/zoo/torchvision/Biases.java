package dev.octet.zoo.torchvision;

import dev.octet.nn.Module;
import dev.octet.nn.quantized.QuantizedConv;
import dev.octet.nn.quantized.QuantizedLinear;
import dev.octet.tensor.FloatTensor;
import dev.octet.tensor.QParams;
import dev.octet.tensor.QTensor;

/** QNNPACK's biases: integers in units of its sums. */
final class Biases {
  private Biases() {}

  /** A layer with such biases; others as they are. */
  static Module rounded(Module module) {
    return switch (module) {
      case QuantizedConv c ->
          new QuantizedConv(
              c.spatial(),
              c.filter(),
              c.weight(),
              rounded(c.bias(), c.weight(), c.x().scale()),
              c.x(),
              c.y(),
              c.add(),
              c.limits());
      case QuantizedLinear l ->
          new QuantizedLinear(
              l.weight(), rounded(l.bias(), l.weight(), l.x().scale()), l.x(), l.y(), l.limits());
      default -> module;
    };
  }

  private static FloatTensor rounded(FloatTensor bias, QTensor weight, float inputScale) {
    QParams w = weight.qparams();
    float[] b = bias.toArray();
    for (int c = 0; c < b.length; c++) {
      float unit = inputScale * w.scale(w.count() == 1 ? 0 : c);
      b[c] = (float) Math.rint(b[c] / unit) * unit;
    }
    return FloatTensor.wrap(b, b.length);
  }
}
