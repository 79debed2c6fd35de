package dev.octet.kernels.x86;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQGemm;
import dev.octet.kernel.plain.PlainWidening;

/** Matrix products by vector width, 256 or 512 bits. */
final class VectorGemm {
  private VectorGemm() {}

  static FloatGemm floats(int bits) {
    return new PanelFloatGemm(bits == 512 ? new FloatGemm8x2x512() : new FloatGemm4x2x256());
  }

  static QGemm integers(int bits) {
    return bits == 512
        ? PanelQGemm.ofFloats(
            new QRow32x512(), new FloatGemm8x2x512(), new QOutput512(), new PlainWidening())
        : PanelQGemm.ofFloats(
            new QRow32x256(), new FloatGemm4x2x256(), new QOutput256(), new PlainWidening());
  }
}
