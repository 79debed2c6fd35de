package dev.octet.kernel.plain;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;

class PlainQConvTest extends QConvContract {
  @Override
  protected QConv kernel() {
    return PlainGemm.integerConv();
  }

  @Override
  protected int tileColumns() {
    return 128;
  }
}
