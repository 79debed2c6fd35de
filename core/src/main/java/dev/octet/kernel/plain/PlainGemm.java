package dev.octet.kernel.plain;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.PanelFloatConv;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQConv;
import dev.octet.kernel.panel.PanelQGemm;

/** Matrix products and convolutions of the {@code java} tier. */
final class PlainGemm {
  private PlainGemm() {}

  static FloatGemm floats() {
    return new PanelFloatGemm(new PlainFloatTile4x4(), new PlainStaging());
  }

  static QGemm integers() {
    return PanelQGemm.ofBytes(
        null, new PlainByteTile(128), new PlainOutputStage(), new PlainWidening());
  }

  static FloatConv floatConv() {
    return new PanelFloatConv(
        new PlainFloatTile4x4(),
        new PlainFloatTile4x4(),
        new PlainDepthwiseTile(),
        new PlainStaging());
  }

  static QConv integerConv() {
    return PanelQConv.ofBytes(
        integers(),
        new PlainByteTile(128),
        new PlainByteTile(16),
        new PlainDepthwiseTile(),
        new PlainOutputStage(),
        new PlainWidening());
  }
}
