package dev.octet.kernels.arm;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQGemm;
import dev.octet.kernel.plain.PlainWidening;

/** Matrix products in vectors of 128 bits. */
final class VectorGemm {
  private VectorGemm() {}

  static FloatGemm floats() {
    return new PanelFloatGemm(new FloatGemm8x2x128());
  }

  static QGemm integers() {
    return PanelQGemm.ofFloats(
        new QRow8x128(), new FloatGemm8x2x128(), new QOutput128(), new PlainWidening());
  }
}
