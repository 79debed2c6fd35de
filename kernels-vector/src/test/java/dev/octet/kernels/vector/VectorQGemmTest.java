package dev.octet.kernels.vector;

import dev.octet.kernel.QGemm;
import dev.octet.kernel.QGemmContract;

class VectorQGemmTest extends QGemmContract {
  @Override
  protected QGemm kernel() {
    return VectorGemm.integers();
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
