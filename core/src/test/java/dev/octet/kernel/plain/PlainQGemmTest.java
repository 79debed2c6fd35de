package dev.octet.kernel.plain;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;

class PlainQGemmTest extends QGemmContract {
  @Override
  protected QGemm kernel() {
    return PlainGemm.integers();
  }

  @Override
  protected int tileRows() {
    return 8;
  }

  @Override
  protected int tileColumns() {
    return 128;
  }
}
