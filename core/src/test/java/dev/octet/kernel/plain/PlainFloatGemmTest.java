package dev.octet.kernel.plain;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;

class PlainFloatGemmTest extends FloatGemmContract {
  @Override
  protected FloatGemm kernel() {
    return PlainGemm.floats();
  }

  @Override
  protected int tileRows() {
    return 4;
  }

  @Override
  protected int tileColumns() {
    return 4;
  }
}
