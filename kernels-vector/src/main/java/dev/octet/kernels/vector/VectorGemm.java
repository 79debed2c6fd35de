package dev.octet.kernels.vector;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.ByteRow;
import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.PanelFloatConv;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQConv;
import dev.octet.kernel.panel.PanelQGemm;

/**
 * Matrix products and convolutions. 256 bits come with 16 registers, 128 (ARM) and 512 with 32, and
 * so with other tiles.
 */
final class VectorGemm {
  private static final boolean FEW_REGISTERS = VectorWidth.FLOATS.vectorBitSize() == 256;

  private VectorGemm() {}

  static FloatGemm floats() {
    return new PanelFloatGemm(tile(), new VectorStaging());
  }

  static QGemm integers() {
    return PanelQGemm.ofFloats(row(), tile(), new QOutput(), new VectorWidening());
  }

  static FloatConv floatConv() {
    return new PanelFloatConv(
        tile(),
        new FloatTile6x1(),
        new VectorDepthwiseTile(),
        new VectorGroupTile(),
        new VectorStaging());
  }

  static QConv integerConv() {
    return PanelQConv.ofFloats(
        integers(),
        tile(),
        new FloatTile6x1(),
        new VectorDepthwiseTile(),
        new VectorGroupTile(),
        new QOutput(),
        new VectorWidening());
  }

  static FloatTile tile() {
    return FEW_REGISTERS ? new FloatTile4x2() : new FloatTile8x2();
  }

  static ByteRow row() {
    return FEW_REGISTERS ? new QRow2() : new QRow1();
  }
}
