package dev.octet.kernels.vector;

import dev.octet.kernel.QConv;
import dev.octet.kernel.QConvContract;

class VectorQConvTest extends QConvContract {
  @Override
  protected QConv kernel() {
    return VectorGemm.integerConv();
  }

  @Override
  protected int tileColumns() {
    return VectorGemm.tile().columns();
  }
}
