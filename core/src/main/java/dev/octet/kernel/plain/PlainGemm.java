package dev.octet.kernel.plain;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQGemm;

/** Matrix products of the {@code java} tier. */
final class PlainGemm {
  private PlainGemm() {}

  static FloatGemm floats() {
    return new PanelFloatGemm(new PlainFloatTile4x4());
  }

  static QGemm integers() {
    return PanelQGemm.ofBytes(new PlainByteTile8x128(), new PlainOutputStage());
  }
}
