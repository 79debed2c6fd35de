package dev.octet.kernels.vector;

import dev.octet.kernel.FloatGemm;
import dev.octet.kernel.FloatGemmContract;

class VectorFloatGemmTest extends FloatGemmContract {
  @Override
  protected FloatGemm kernel() {
    return VectorGemm.floats();
  }

  @Override
  protected int tileRows() {
    return VectorGemm.tile().rows();
  }

  @Override
  protected int tileColumns() {
    return VectorGemm.tile().columns();
  }
}
