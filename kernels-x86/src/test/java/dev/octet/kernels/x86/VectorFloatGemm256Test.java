package dev.octet.kernels.x86;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;

class VectorFloatGemm256Test extends FloatGemmContract {
  @Override
  protected FloatGemm kernel() {
    return VectorGemm.floats(256);
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
