package dev.octet.kernels.x86;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;

class VectorQGemm256Test extends QGemmContract {
  @Override
  protected QGemm kernel() {
    return VectorGemm.integers(256);
  }

  @Override
  protected int tileRows() {
    return 4;
  }

  @Override
  protected int tileColumns() {
    return 16;
  }
}
