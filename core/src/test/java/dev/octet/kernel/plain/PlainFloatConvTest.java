package dev.octet.kernel.plain;

import dev.octet.kernel.FloatConv;
import dev.octet.kernel.FloatConvContract;

class PlainFloatConvTest extends FloatConvContract {
  @Override
  protected FloatConv kernel() {
    return PlainGemm.floatConv();
  }

  @Override
  protected int tileColumns() {
    return 4;
  }
}
