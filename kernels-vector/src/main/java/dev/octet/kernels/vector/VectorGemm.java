package dev.octet.kernels.vector;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.QConv;
import dev.octet.kernel.QGemm;
import dev.octet.kernel.panel.ByteRow;
import dev.octet.kernel.panel.ByteTile;
import dev.octet.kernel.panel.FloatTile;
import dev.octet.kernel.panel.PanelFloatConv;
import dev.octet.kernel.panel.PanelFloatGemm;
import dev.octet.kernel.panel.PanelQConv;
import dev.octet.kernel.panel.PanelQGemm;

/**
 * Matrix products and convolutions. 256 bits come with 16 registers, 128 (ARM) and 512 with 32, and
 * so with other tiles. Weights are read as bytes where there is a vector of so few.
 */
final class VectorGemm {
  private static final boolean FEW_REGISTERS = VectorWidth.FLOATS.vectorBitSize() == 256;

  private VectorGemm() {}

  static FloatGemm floats() {
    return new PanelFloatGemm(tile(), new VectorStaging());
  }

  static QGemm integers() {
    return VectorWidth.HAS_BYTES
        ? PanelQGemm.ofBytes(row(), byteTile(), new QOutput(), new VectorWidening())
        : PanelQGemm.ofFloats(row(), tile(), new QOutput(), new VectorWidening());
  }

  static FloatConv floatConv() {
    return new PanelFloatConv(
        tile(), new FloatTile8x1(), new VectorDepthwiseTile(), new VectorStaging());
  }

  static QConv integerConv() {
    return VectorWidth.HAS_BYTES
        ? PanelQConv.ofBytes(
            integers(),
            byteTile(),
            new ByteTile8x1(),
            new VectorDepthwiseTile(),
            new QOutput(),
            new VectorWidening())
        : PanelQConv.ofFloats(
            integers(),
            tile(),
            new FloatTile8x1(),
            new VectorDepthwiseTile(),
            new QOutput(),
            new VectorWidening());
  }

  static FloatTile tile() {
    return FEW_REGISTERS ? new FloatTile6x2() : new FloatTile8x2();
  }

  static ByteTile byteTile() {
    return FEW_REGISTERS ? new ByteTile6x2() : new ByteTile8x2();
  }

  static ByteRow row() {
    return FEW_REGISTERS ? new QRow2() : new QRow1();
  }
}
